#!/bin/bash
set -euo pipefail
apt-get update
apt-get install -y nginx
login_user=ubuntu
usermod --expiredate 1 "$login_user"
