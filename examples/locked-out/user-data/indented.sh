    #!/bin/bash
    systemctl enable --now batch-worker
