"""Real spreadsheet programs, where they are installed: a CSV opened and saved again."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

LANGUAGES: Final = {
    "hr-HR": 1050,
    "en-CA": 4105,
    "hu-HU": 1038,
    "eu-ES": 1069,
    "de-DE": 1031,
    "en-US": 1033,
    "en-GB": 2057,
    "fr-CA": 3084,
}
OFFICE: Final = shutil.which("soffice")
GNUMERIC: Final = shutil.which("ssconvert")
_SECONDS: Final = 120


def saved_by_office(text: str, folder: Path, language: str, *, kind: str = "csv") -> bytes:
    """What LibreOffice makes of a CSV that is opened with the detection of numbers and dates on, and saved again."""
    source = folder / "report.csv"
    source.write_text(text, encoding="utf-8")
    reading = f"CSV:44,34,76,1,,{LANGUAGES[language]},false,true,false"
    saving = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false" if kind == "csv" else kind
    out = folder / "out"
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", f"--infilter={reading}",
         "--convert-to", saving, "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=_SECONDS,
    )  # fmt: skip
    return (out / f"report.{kind}").read_bytes()


def saved_by_gnumeric(text: str, folder: Path, *, kind: str = "csv") -> bytes:
    """What Gnumeric makes of a CSV that is opened and saved again."""
    source, target = folder / "report.csv", folder / f"out.{kind}"
    source.write_text(text, encoding="utf-8")
    subprocess.run([str(GNUMERIC), str(source), str(target)], check=True, capture_output=True, timeout=_SECONDS)
    return target.read_bytes()
