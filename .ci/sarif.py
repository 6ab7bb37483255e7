"""Holds the SARIF file of this repository against the multitool's rules, GitHub's among them.

    sarif.py PROGRAM MULTITOOL

The multitool ends with 0 whatever it finds, so what it finds is read from its own report.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

program, multitool = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    log, report = Path(folder, "log.sarif"), Path(folder, "report.sarif")
    subprocess.run([program, "--format", "sarif", "--output", log, "."], check=True)
    os.chmod(multitool, 0o755)
    command = [multitool, "validate", log, "--rule-kind", "Sarif;Gh", "--output", report]
    # Without it .NET asks for a library that not every machine has.
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    [run] = json.loads(report.read_text(encoding="utf-8-sig"))["runs"]
    found = [
        f"{result['ruleId']} {json.dumps(result['message'])}"
        for result in run.get("results", [])
        if result.get("level", "warning") in ("warning", "error")
    ]
    results = len(json.loads(log.read_text())["runs"][0]["results"])
if found:
    sys.exit("\n".join(found))
print(f"{results} results, nothing to say about them")
