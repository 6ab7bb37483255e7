"""Holds a SARIF file with results against the multitool's rules, GitHub's among them.

    sarif.py PROGRAM MULTITOOL

The multitool ends with 0 whatever it finds, so what it finds is read from its own report.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# The program does not know where its own page is.
EXPECTED = {"SARIF2005"}
APP = """const crypto = require('crypto');
const app = require('express')();
const db = new (require('pg').Pool)();
app.post('/login', async (request, response) => {
  const password = crypto.createHash('md5').update(request.body.password).digest('hex');
  const sql = `SELECT * FROM users WHERE name = '${request.body.name}' AND password = '${password}'`;
  response.json(await db.query(sql));
});
"""


def write_repository(folder):
    (folder / "app.js").write_text(APP)
    (folder / "package.json").write_text('{"dependencies": {"express": "4", "pg": "8"}}\n')
    (folder / ".env").write_text("JWT_SECRET=9f86d081884c7d659a2feaa0c55ad015\n")
    for arguments in [["init", "--quiet"], ["add", "--all"]]:
        subprocess.run(["git", "-C", folder, *arguments], check=True)


program, multitool = map(os.path.abspath, sys.argv[1:])
with tempfile.TemporaryDirectory() as folder:
    log, report = Path(folder, "log.sarif"), Path(folder, "report.sarif")
    repository = Path(folder, "engine")
    repository.mkdir()
    write_repository(repository)
    subprocess.run([program, "--format", "sarif", "--output", log, repository], check=True)
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
        and result["ruleId"] not in EXPECTED
    ]
    results = len(json.loads(log.read_text())["runs"][0]["results"])
if found or not results:
    sys.exit("\n".join(found or ["the file has no results, so it proves nothing"]))
print(f"{results} results, nothing to say about them")
