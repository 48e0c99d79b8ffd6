# fish completion for automount-packaging. Made from the command line of the program by its tests (UPDATE_GOLDEN=1): do not edit.

complete -c automount-packaging -f
complete -c automount-packaging -n __fish_use_subcommand -l help -d 'show help'
complete -c automount-packaging -n __fish_use_subcommand -l version -d 'show the version'

complete -c automount-packaging -n __fish_use_subcommand -a emit -d 'write the manifests that put the agent on the nodes of a pool'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l directory -r -F -d 'the folder to write'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l values -r -F -d 'read values from this YAML file; options win over it'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l pool -x -d 'Name of the MachineConfigPool, and of the role of its nodes.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l openshift -x -d 'Version of the cluster. A newer one gets what is right for the newest of these.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l secrets -x -d 'What happens to a password in sssd.conf: it is refused, or taken out and APPLY.md says how to bring it to the nodes.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l agent-image -x -d 'Image that has the agent below /usr.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l agent-rpm -x -d 'RPM of the agent, instead of the image.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l required -x -d 'Paths that must be mounted and usable for pods.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l push-spec -x -d 'Where the built image of the nodes goes.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l push-secret -x -d 'Secret of openshift-machine-config-operator to push the image with.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l pull-secret -x -d 'Secret of openshift-machine-config-operator that the build pulls base and agent image with. Default: the cluster’s pull secret.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l sssd-conf -x -d 'Becomes /etc/sssd/sssd.conf. Without it, another MachineConfig must have that file.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l map -x -d 'Its *.autofs files go to /etc/auto.master.d, its auto.* files to /etc.'
complete -c automount-packaging -n '__fish_seen_subcommand_from emit' -l node-conditions -d 'Whether AutomountReady and AutomountNodeFault are written into the node objects, with samples of what acts on them. Default: false.'

complete -c automount-packaging -n __fish_use_subcommand -a check -d 'find what is wrong with manifests: status 0 nothing or warnings only, 1 errors, 2 could not tell'
complete -c automount-packaging -n '__fish_seen_subcommand_from check' -l openshift -x -d 'the OpenShift that they are for: 4.18, 4.19, 4.20, 4.21, 4.22, 4.23, 5.0, or a newer one'
complete -c automount-packaging -n '__fish_seen_subcommand_from check' -l output -s o -x -a 'gcc github json sarif table' -d 'how findings are printed; github: workflow commands of GitHub Actions; gcc: one line each, as compilers do'
complete -c automount-packaging -n '__fish_seen_subcommand_from check' -l rules -d 'list what the check can find, and check nothing'
complete -c automount-packaging -n '__fish_seen_subcommand_from check' -F

complete -c automount-packaging -n __fish_use_subcommand -a secrets -d 'check and merge the registry credentials of the build; none is printed'
complete -c automount-packaging -n '__fish_seen_subcommand_from secrets' -l pull -r -F -d 'credentials to pull with: a dockerconfigjson, or a Secret that holds one'
complete -c automount-packaging -n '__fish_seen_subcommand_from secrets' -l push -r -F -d 'credentials to push with, or to add to the others'
complete -c automount-packaging -n '__fish_seen_subcommand_from secrets' -l output -r -F -d 'write all of them into this file, mode 0600'

complete -c automount-packaging -n __fish_use_subcommand -a nodes -d 'what the agents of all nodes say, from the cluster’s monitoring: status 0 no error, 1 errors, 2 not all of it is known'
complete -c automount-packaging -n '__fish_seen_subcommand_from nodes' -l output -s o -x -a 'json table' -d 'how it is printed'
complete -c automount-packaging -n '__fish_seen_subcommand_from nodes' -l kubeconfig -r -F -d 'the kubeconfig file, instead of KUBECONFIG and ~/.kube/config'
complete -c automount-packaging -n '__fish_seen_subcommand_from nodes' -l context -x -d 'a context of kubeconfig, instead of the current one'
complete -c automount-packaging -n '__fish_seen_subcommand_from nodes' -l thanos -x -d 'address of Thanos Querier, or of a Prometheus, instead of that of its route'
complete -c automount-packaging -n '__fish_seen_subcommand_from nodes' -l token-file -r -F -d 'a file with the bearer token, instead of that of the user of kubeconfig'
complete -c automount-packaging -n '__fish_seen_subcommand_from nodes' -l certificate-authority -r -F -d 'certificates in PEM that are trusted besides those of the system and of kubeconfig'
