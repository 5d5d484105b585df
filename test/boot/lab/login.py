"""login(1) on a terminal of its own, as getty starts it; what is typed comes in by standard input.

script(1) can't: util-linux's login (trixie) hangs up the line first, and script takes that for its end.
"""

import errno
import os
import pty
import select
import time

child, master = pty.fork()
if child == 0:
    os.execv("/bin/login", ["login"])
sources = [0, master]
while True:
    ready, _, _ = select.select(sources, [], [], 1)
    if 0 in ready:
        typed = os.read(0, 4096)
        os.write(master, typed)
        if not typed:
            sources.remove(0)
    if master in ready:
        try:
            os.write(1, os.read(master, 4096))
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            if os.waitpid(child, os.WNOHANG)[0]:
                break
            time.sleep(0.05)
