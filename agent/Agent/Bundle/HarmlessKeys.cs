using System.Collections.Frozen;
using Automount.Configuration;

namespace AutomountAgent.Bundle;

/// <summary>The keys of configuration files whose values may leave the node: names, addresses, times, switches.</summary>
internal static class HarmlessKeys
{
    /// <summary>agent.conf(5): every key that it has.</summary>
    public static FrozenSet<string> Agent { get; } = SettingKey.All.Select(key => key.Name).ToFrozenSet();

    /// <summary>autofs.conf(5).</summary>
    public static FrozenSet<string> Autofs { get; } = Set(
        """
        append_options browse_mode disable_not_found_message entry_attribute entry_object_class force_standard_program_map_env
        ldap_network_timeout ldap_timeout ldap_uri logging map_attribute map_hash_table_size map_object_class master_map_name
        master_wait mount_nfs_default_protocol mount_verbose mount_wait negative_timeout schema search_base
        sss_master_map_wait timeout umount_wait use_hostname_for_mounts use_ignore_mount_option use_mount_request_log_id
        value_attribute
        """);

    /// <summary>nfsmount.conf(5): options of nfs(5).</summary>
    public static FrozenSet<string> NfsMount { get; } = Set(
        """
        ac acdirmax acdirmin acl acregmax acregmin actimeo background bg clientaddr cto defaultproto defaultvers
        fatal_neterrors fg foreground fsc hard intr local_lock lock lookupcache max_connect minorversion mounthost mountport
        mountproto mountvers nconnect nfsvers port proto rdirplus resvport retrans retry rsize sec sharecache sloppy soft
        softerr softreval timeo vers wsize xprtsec
        """);

    /// <summary>sssd.conf(5) and the pages of its providers.</summary>
    public static FrozenSet<string> Sssd { get; } = Set(
        """
        access_provider ad_domain ad_enabled_domains ad_gpo_access_control ad_hostname ad_server ad_site auth_provider
        autofs_negative_timeout autofs_provider cache_credentials case_sensitive chpass_provider config_file_version
        debug_level debug_microseconds debug_timestamps default_domain_suffix dns_discovery_domain dns_resolver_op_timeout
        dns_resolver_server_timeout dns_resolver_timeout domain_resolution_order domains dyndns_update
        entry_cache_autofs_timeout entry_cache_nowait_percentage entry_cache_timeout entry_negative_timeout enumerate
        failover_primary_timeout fallback_homedir id_provider ipa_automount_location ipa_domain ipa_hostname ipa_server
        krb5_backup_server krb5_realm krb5_server krb5_store_password_if_offline ldap_autofs_entry_key
        ldap_autofs_entry_object_class ldap_autofs_entry_value ldap_autofs_map_master_name ldap_autofs_map_name
        ldap_autofs_map_object_class ldap_autofs_search_base ldap_backup_uri ldap_connection_expire_offset
        ldap_connection_expire_timeout ldap_connection_idle_timeout ldap_default_authtok_type ldap_default_bind_dn
        ldap_deref_threshold ldap_disable_paging ldap_dns_service_name ldap_enumeration_search_timeout ldap_id_mapping
        ldap_id_use_start_tls ldap_krb5_init_creds ldap_krb5_keytab ldap_krb5_ticket_lifetime ldap_library_debug_level
        ldap_network_timeout ldap_opt_timeout ldap_page_size ldap_purge_cache_timeout ldap_read_rootdse ldap_referrals
        ldap_sasl_authid ldap_sasl_canonicalize ldap_sasl_maxssf ldap_sasl_mech ldap_sasl_minssf ldap_sasl_realm ldap_schema
        ldap_search_base ldap_search_timeout ldap_tls_cacert ldap_tls_cacertdir ldap_tls_reqcert ldap_uri lookup_family_order
        max_id min_id offline_timeout offline_timeout_max offline_timeout_random_offset override_homedir reconnection_retries
        services subdomain_homedir sudo_provider timeout try_inotify use_fully_qualified_names user
        """);

    private static FrozenSet<string> Set(string names) => names.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
