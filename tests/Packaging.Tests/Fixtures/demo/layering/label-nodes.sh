#!/bin/bash
# Move a node to the pool.
oc label node "$1" node-role.kubernetes.io/worker-automount=
oc label node "$1" \
  node-role.kubernetes.io/worker-
