# SPDX-License-Identifier: Apache-2.0
"""Plugin of sos(1), version 4: the bundle of automount-agent as one file of the report."""

from sos.report.plugins import Plugin, IndependentPlugin


class AutomountAgent(Plugin, IndependentPlugin):

    short_desc = 'Automount Agent: chain from LDAP to NFS mounts'

    plugin_name = 'automountagent'
    profiles = ('storage', 'nfs')
    packages = ('automount-agent',)
    commands = ('automount-agent',)
    services = ('automount-agent',)

    def setup(self):
        self.add_cmd_output(
            'automount-agent report --output -',
            suggest_filename='automount-agent-report.tar.gz',
            binary=True,
            stderr=False,
            sizelimit=0,
            timeout=60,
        )
