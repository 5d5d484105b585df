#!/bin/bash
mkdir -p /srv/share
ln -s /srv/share /home/share
chmod -R 777 /home
