import gzip
import io
import random
from typing import BinaryIO, cast

import pytest

from bot.errors import ReportError
from bot.reports.formats.registry import read
from tests.unit.reports.classic import BOB, DANA, RESET

HAS = (
    "A reset activity report has the columns User, Date and Time, Result; a registration activity report User, Date "
    "and Time, Data Registered; an audit log Date, Activity, Result and a target; registration and reset events Date, "
    "User name, Feature, Status; registration details userPrincipalName, isSsprRegistered, isSsprEnabled."
)
INSTEAD = (
    "Download the audit log (Entra admin center, Users, Audit logs, service Self-service Password Management) instead."
)
COUNTS = (
    "is a table of counts (a query that summarises, or a pivot), and no report of password resets. Export the rows "
    "themselves, one for each event."
)
NO_TEXT = f"feb.csv is no text, and no workbook or archive that the bot knows. {INSTEAD}"
REFUSED = {
    "nothing": (b"", "feb.csv is empty; download the report again."),
    "blanks": (b"\xef\xbb\xbf \r\n\r\n", "feb.csv is empty; download the report again."),
    "a workbook": (
        b"PK\x03\x04" + bytes(200),
        "feb.csv is a damaged archive, or cut off; download it again.",
    ),
    "rubbish": (random.Random(7).randbytes(20_000), NO_TEXT),
    "an archive of rubbish": (
        gzip.compress(random.Random(7).randbytes(20_000)),
        f"Nothing in feb.csv was read. feb.csv: it {NO_TEXT.removeprefix('feb.csv ')}",
    ),
    "counts of a query": (
        b"TimeGenerated [UTC],TargetUPN,OperationName,Result,ResultReason,count_\n2026-11-20T00:00:00Z,x,y,success,,3\n",
        f"feb.csv {COUNTS}",
    ),
    "counts of a query as JSON": (
        b'[{"TimeGenerated":"2026-11-20T00:00:00Z","TargetUPN":"x","OperationName":"y","Result":"success","count_":3}]',
        f"feb.csv {COUNTS}",
    ),
    "a pivot": (b"User,Date,Result,Count\nx,2017-02-28,Failed,3\n", f"feb.csv {COUNTS}"),
    "another table": (
        b"Name;Price\r\nbread;2\r\n",
        f"feb.csv is no report that the bot knows: it begins with “Name;Price”. {HAS}",
    ),
    "no result": (
        b"User,Role,Date and Time\nx,User,2017-02-28\n",
        f"feb.csv is no report that the bot knows: it begins with “User,Role,Date and Time”. {HAS}",
    ),
    "no header": (
        DANA.encode(),
        f"feb.csv is no report that the bot knows: it begins with “{DANA[:60]}...”. {HAS}",
    ),
    "a long line": (
        b"x" * 1_000,
        f"feb.csv is no report that the bot knows: it begins with “{'x' * 60}...”. {HAS}",
    ),
    "a mail": (
        b"Received: by x\r\nFrom: a@b.c\r\nSubject: resets\r\n\r\nUser,Date,Result\r\n",
        "feb.csv is a mail, or a web archive: save what is attached to it, or the table in it as CSV, and load that.",
    ),
    "mails of a folder": (
        b"From a@b.c Sat Nov 28 10:00:00 2026\nSubject: x\n",
        "feb.csv is a mail, or a web archive: save what is attached to it, or the table in it as CSV, and load that.",
    ),
    "a mail of Outlook": (
        bytes.fromhex("D0CF11E0A1B11AE1") + "__substg1.0_".encode("utf-16-le"),
        "feb.csv is a mail, or a web archive: save what is attached to it, or the table in it as CSV, and load that.",
    ),
    "a PDF": (
        b"%PDF-1.7\n\xe2\xe3" + bytes(99),
        f"feb.csv is a PDF, which holds no report that can be read. {INSTEAD}",
    ),
    "Parquet": (b"PAR1" + bytes(99), "feb.csv is a Parquet file, which is not read: export it as CSV or JSON."),
    "a 7-Zip": (
        bytes.fromhex("377ABCAF271C") + bytes(99),
        "feb.csv is an archive of 7-Zip, which is not read: pack its reports as .zip, or unpack them.",
    ),
    "a list for reading": (
        b"\n\nUser          : dana@x.y\nDate and Time : 2026-11-20\nResult        : Failed\n\n",
        (
            "feb.csv is a list for reading (PowerShell's Format-List, or a mail), and no report of password resets. Export it "
            "with ConvertTo-Json -Depth 10 and Out-File in its place."
        ),
    ),
    "values of attempts": (
        b'{"result": {"correlationId": "c", "values(activityDisplayName)": ["x", "y"], "values(result)": ["success"]}}',
        (
            "feb.csv is a table of the values of each attempt (stats values, make_list), and no report of password resets. "
            "Export the rows themselves, one for each event."
        ),
    ),
    "a reset report without results": (
        b"User,Date and Time,Details\nx,2017-02-28,y\n",
        "feb.csv looks like a reset activity report, but no column is called Result. Export it with that column.",
    ),
    "other JSON": (
        b'{"name": 1}',
        f"""feb.csv is no report that the bot knows: it begins with “{{"name": 1}}”. {HAS}""",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_report_is_refused_in_a_sentence(what: str) -> None:
    data, sentence = REFUSED[what]
    with pytest.raises(ReportError) as refusal:
        read("feb.csv", io.BytesIO(data))
    assert str(refusal.value) == sentence


def test_a_name_says_nothing_about_the_content() -> None:
    assert read("registrations.json", io.BytesIO(f"{RESET}\n{DANA}\n{BOB}".encode())).rows == 2


def test_a_stream_is_read_from_its_start() -> None:
    stream = io.BytesIO(f"{RESET}\n{DANA}\n".encode())
    stream.seek(10)
    assert read("feb.csv", stream).rows == 1


class Pipe(io.RawIOBase):
    """Bytes that can be read once."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        piece, self.rest = self.rest[: len(view)], self.rest[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


def test_a_pipe_is_read_too() -> None:
    assert read("-", cast("BinaryIO", Pipe(f"{RESET}\n{DANA}\n".encode()))).rows == 1


HEADERS = {
    "German": "Datum und Uhrzeit;Benutzer;Rolle;Verwendete Methode;Ergebnis;Details",
    "French": "Date et heure,Utilisateur,Rôle,Méthodes utilisées,Résultat,Détails",
    "Spanish": "Fecha,Nombre de usuario,Función,Métodos,Resultado",
    "Portuguese": "Data,Usuário,Função,Métodos,Resultado",
    "Italian": "Data,Utente,Ruolo,Metodi,Risultato",
    "Dutch": "Datum,Gebruiker,Rol,Methode,Resultaat",
    "Swedish": "Datum,Användare,Roll,Metod,Resultat",
    "Danish": "Dato,Bruger,Rolle,Metode,Resultat",
    "Norwegian": "Dato,Bruker,Rolle,Metode,Resultat",
    "Polish": "Data,Użytkownik,Rola,Metoda,Wynik",
    "Turkish": "Tarih,Kullanıcı,Rol,Sonuç",
    "Japanese": "日付,ユーザー,サービス,結果",
    "Russian": "Дата,Пользователь,Роль,Результат",
}


@pytest.mark.parametrize("language", HEADERS)
def test_a_header_in_another_language_is_told_with_what_to_do(language: str) -> None:
    with pytest.raises(ReportError) as refusal:
        read("feb.csv", io.BytesIO(f"{HEADERS[language]}\n20.11.2026,dana@x.y,x,x\n".encode()))
    assert str(refusal.value) == (
        f"feb.csv may be a report whose column names are in {language}. Set the language of the portal to English "
        "(Settings, Language + region) and download it again, or export it through Microsoft Graph, whose names are "
        "never translated."
    )
    assert refusal.value.logged == str(refusal.value)


@pytest.mark.parametrize(
    "header", ["Datum,Preis,Ergebnis", "Benutzer,Preis", "Name,Date,Result", "Utente,Usuario,Data"]
)
def test_what_may_be_another_language_or_no_report_is_not_guessed(header: str) -> None:
    with pytest.raises(ReportError, match="is no report that the bot knows"):
        read("feb.csv", io.BytesIO(f"{header}\n1,2,3\n".encode()))


@pytest.mark.parametrize("name", ["Attempts", "Failures", "Number of attempts", "Total", "Anzahl", "Count of Result"])
@pytest.mark.parametrize("header", ["User,Date and Time,Result,Details", "Date,Activity,Result,Target"])
def test_a_row_that_stands_for_several_is_no_row_of_a_report(header: str, name: str) -> None:
    with pytest.raises(ReportError, match="is a table of counts"):
        read("feb.csv", io.BytesIO(f"{header},{name}\ndana@x.y,2026-11-20 08:00,Failed,x,3\n".encode()))


def test_a_title_block_with_names_of_a_mail_is_no_mail() -> None:
    text = f"Subject: Password resets\nFrom: 2017-02-01\nTo: 2017-02-28\nDate: 2017-03-01\n\n{RESET}\n{DANA}\n"
    assert read("feb.csv", io.BytesIO(text.encode())).rows == 1
