#!/bin/sh
printf '%s\n' "$LAB_PASSWORD"
