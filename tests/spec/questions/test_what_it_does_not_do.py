"""What people ask for and the bot does not do: one honest sentence, and a question that helps or none."""

import re
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load
from bot.questions.question import Cannot, FreelyWorded, Question
from bot.questions.question_types import NAMED
from bot.questions.words.cannot import refusals
from tests.support.phrasings import asked

WORDS = Path(__file__).parents[3] / "bot" / "questions" / "words"
TABLES = (*WORDS.glob("*.toml"), *WORDS.glob("vocabulary/*.toml"))
DEEDS = """
    unlock dana                              | unlock                 | status dana
    please unblock thea@contoso.com          | unlock                 | status thea@contoso.com
    can you unlock the account of dana       | unlock                 | status dana
    reset erik's password                    | reset a password       | status erik
    how do I reset a password for mia        | reset a password       | status mia
    change erik's password to summer1        | reset a password       | status erik
    give dana a temporary access pass        | temporary access pass  | status dana
    assign a licence to dana                 | license                | status dana
    add erik to the reset group              | group                  | status erik
    delete erik's account                    | account                | status erik
    change thea's phone number               | sign-in method         | status thea
    assign erik to mia                       | case decision          | status erik
    send dana an email                       | message                | status dana
    open a ticket for dana                   | ticket                 | status dana
    allow security questions again           | policy                 | changes
    turn off sms                             | policy                 | changes
    import the new report                    | reports                | data
    restart the sync server                  | repair                 |
    is the vpn down?                         | other systems          | incidents
    which browser did they use               | devices                |
    failures by country                      | places                 |
    who tried from a strange ip              | places                 |
    rollout progress by department           | departments            |
    what is dana's password                  | password               | status dana
    I forgot my password                     | own reset              | status me
    how do I register                        | own registration       | status me
    what will fail next week                 | the future             | trend
    undo that                                | undo                   |
    support code 3f2504e0-4f89-11d3-9a0c-0305e82c3301 | support code       |
    dana reads 3f2504e0-4f89-11d3-9a0c-0305e82c3301 | support code         | status dana
    the page says something went wrong       | no known error         |
    caller lost her phone                    | method lost            | fix temporary access pass
    she has no access to her email           | method lost            | fix temporary access pass
    the caller forgot her password           | password forgotten     |
    resend the code please                   | code on demand         | fix temporary access pass
    can a guest use this                     | who may reset          | rollout
    mute the outage sign                     | signs                  | help triage
    why can't she reset                      | help                   | help fix
    the caller is blocked                    | help                   | help fix
    is dana on vacation                      | facts of a person      | status dana
    password resets by domain                | funnel                 | funnel by domain
    status of thea and dana                  | several people         | status thea
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in DEEDS.strip().splitlines()]


@pytest.mark.parametrize(("text", "subject", "suggestion"), ROWS)
def test_a_deed_is_declined_by_what_it_is(text: str, subject: str, suggestion: str) -> None:
    answer = asked(text)
    assert isinstance(answer, Cannot), answer
    assert (answer.subject, answer.suggestion or "") == (subject, suggestion)
    assert text.casefold() not in answer.sentence.casefold()


NOT_DEEDS = {
    "dana is on the phone, can she reset her password?": "status",
    "did dana reset yesterday?": "status",
    "dana pw reset not working??": "status",
    "has dana been unblocked": "status",
    "who should I escalate erik to?": "status",
    "tell me about dana": "status",
    "export failures": "export",
    "stop the digest": "subscriptions",
    "reset page says SSPR_0029": "fix",
    "who was blocked yesterday": "failures",
    "are we under attack": "odd",
    "did anything break on 26/11": "incidents",
}


@pytest.mark.parametrize(("text", "kind"), NOT_DEEDS.items())
def test_words_of_a_deed_in_a_question_are_no_deed(text: str, kind: str) -> None:
    assert asked(text).kind == kind


def test_every_refusal_says_no_and_suggests_what_exists() -> None:
    for row in refusals():
        if row.note:  # answered among the rest
            assert row.instead, row.key
            continue
        assert any(word in f" {row.says.casefold()} " for word in (" not ", " never ", " cannot ")), row.key
        assert not row.instead or row.instead.partition(" ")[0] in NAMED, row.key


LANGUAGES = {
    "status von dana@contoso.com": "status",
    "statut de dana": "status",
    "estado de mia": "status",
    "status van thea": "status",
    "hilfe": "help",
    "aide": "help",
    "ayuda": "help",
    "ajuda": "help",
    "hulp": "help",
    "Fehler letzte Woche": "failures",
    "échecs 7d": "failures",
    "fallos ayer": "failures",
    "falhas ontem": "failures",
    "mislukt gisteren": "failures",
    "mislukte pogingen gisteren": "failures",
    "fehlgeschlagene Versuche gestern": "failures",
    "tentatives échouées hier": "failures",
    "intentos fallidos ayer": "failures",
    "tentativas falhadas ontem": "failures",
    "Wer ist gesperrt?": "stuck",
    "qui est bloqué ?": "stuck",
    "¿Quién está bloqueado?": "stuck",
    "Quem está bloqueado?": "stuck",
    "wie is geblokkeerd?": "stuck",
    "Registrierungen letzte Woche": "registrations",
    "exportiere Fehler letzte Woche": "export",
    "exporter les échecs de la semaine dernière": "export",
    "exportar fallos de la semana pasada": "export",
    "exportar falhas da semana passada": "export",
    "exporteer fouten van vorige week": "export",
    "customer says the code never arrives": "cannot",
    "user says she gets no sms": "cannot",
}


@pytest.mark.parametrize(("text", "kind"), LANGUAGES.items())
def test_short_commands_are_understood_in_six_languages(text: str, kind: str) -> None:
    assert asked(text).kind == kind


BROKEN_DOWN = {
    "échecs 7 jours par méthode": "failures 7 days by method",
    "échecs 7 derniers jours": "failures 7 days",
    "Fehler 7 Tage": "failures 7 days",
    "Fehler gestern nach Domäne": "failures yesterday by domain",
    "fallos ayer por dominio": "failures yesterday by domain",
    "falhas ontem por hora": "failures yesterday by hour",
    "mislukt gisteren per methode": "failures yesterday by method",
    "Registrierungen 7 Tage": "registrations 7 days",
    "Fehler diese Woche": "failures this week",
    "Fehler letzten Monat nach Ursache": "failures last month by cause",
    "Erfolgsquote letzte Woche": "trend last week",
    "wie viele Resets gestern": "resets yesterday",
    "warum schlagen Resets fehl": "failures by cause",
    "wer ist blockiert": "stuck cause:throttled",
    "wer hängt fest": "stuck",
    "wer ist nicht registriert": "rollout",
    "Registrierungen im November": "registrations november",
    "Störungen letzte Woche": "incidents last week",
    "verdächtige Resets": "odd",
    "ist dana gesperrt": "status dana",
    "wann kann thea es wieder versuchen": "status thea",
    "Vergleich diese Woche mit letzter Woche": "compare this week with last week",
    "häufigste Gründe": "failures by cause",
    "échecs cette semaine": "failures this week",
    "échecs le mois dernier par cause": "failures last month by cause",
    "taux de réussite la semaine dernière": "trend last week",
    "combien de réinitialisations hier": "resets yesterday",
    "pourquoi les réinitialisations échouent": "failures by cause",
    "qui est coincé": "stuck",
    "qui n'est pas inscrit": "rollout",
    "inscriptions en novembre": "registrations november",
    "incidents la semaine dernière": "incidents last week",
    "activité suspecte": "odd",
    "dana est-elle bloquée": "status dana",
    "comparer cette semaine avec la semaine dernière": "compare this week with last week",
    "causes principales": "failures by cause",
    "fallos esta semana": "failures this week",
    "fallos del mes pasado por causa": "failures last month by cause",
    "tasa de éxito la semana pasada": "trend last week",
    "cuántos restablecimientos ayer": "resets yesterday",
    "por qué fallan los restablecimientos": "failures by cause",
    "quién está atascado": "stuck",
    "quién no está registrado": "rollout",
    "registros en noviembre": "registrations november",
    "incidentes la semana pasada": "incidents last week",
    "actividad sospechosa": "odd",
    "está bloqueada dana": "status dana",
    "comparar esta semana con la semana pasada": "compare this week with last week",
    "causas principales": "failures by cause",
    "falhas esta semana": "failures this week",
    "falhas do mês passado por causa": "failures last month by cause",
    "taxa de sucesso na semana passada": "trend last week",
    "quantas redefinições ontem": "resets yesterday",
    "por que falham as redefinições": "failures by cause",
    "quem está preso": "stuck",
    "quem não está registrado": "rollout",
    "registros em novembro": "registrations november",
    "incidentes na semana passada": "incidents last week",
    "atividade suspeita": "odd",
    "dana está bloqueada": "status dana",
    "comparar esta semana com a semana passada": "compare this week with last week",
    "fouten deze week": "failures this week",
    "fouten vorige maand per oorzaak": "failures last month by cause",
    "slagingspercentage vorige week": "trend last week",
    "hoeveel resets gisteren": "resets yesterday",
    "waarom mislukken resets": "failures by cause",
    "wie zit vast": "stuck",
    "wie is niet geregistreerd": "rollout",
    "registraties in november": "registrations november",
    "storingen vorige week": "incidents last week",
    "verdachte activiteit": "odd",
    "is dana geblokkeerd": "status dana",
    "vergelijk deze week met vorige week": "compare this week with last week",
    "belangrijkste oorzaken": "failures by cause",
}


@pytest.mark.parametrize(("text", "command"), BROKEN_DOWN.items())
def test_spans_and_breakdowns_are_understood_in_other_languages(text: str, command: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert question.interpretation.partition(" (")[0] == command


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("Warum klappt das bei uns eigentlich nie so richtig gut?", "in Deutsch short ones like `fehler letzte woche`"),
        ("Pourquoi est-ce que rien ne marche chez nous aujourd'hui ?", "in français short ones like `échecs 7d`"),
        ("ile błędów wczoraj?", "short commands like `status dana@contoso.com`"),
        ("vem är låst?", "short commands like `status dana@contoso.com`"),
    ],
)
def test_another_language_is_answered_in_one_line_that_says_what_works(text: str, works: str) -> None:
    answer = asked(text)
    assert isinstance(answer, Cannot)
    assert answer.subject == "language"
    assert works in answer.sentence


CALLERS = {
    "SSPR_0029 correlation id 3f2504e0-4f89-11d3-9a0c-0305e82c3301": "SSPR_0029",
    "caller reads S S P R zero zero three zero": "SSPR_0030",
    "sspr 12 ??": "SSPR_0012",
    "fix 0029": "SSPR_0029",
    "error SSPR_0014 what now": "SSPR_0014",
    "they see AADSTS120013 when changing it, whats that": "AADSTS120013",
    "event 33008 in the log": "33008",
    "0x80230619": "80230619",
}


@pytest.mark.parametrize(("text", "code"), CALLERS.items())
def test_a_code_is_found_as_callers_say_it(text: str, code: str) -> None:
    question = asked(text)
    assert question.kind == "fix"
    assert code in getattr(question, "text", "").replace("0x", "")


READ_ALOUD = {
    "We\u2019re sorry, you can't reset your password at this time because your administrator has disabled password "
    "reset for your organization.": "SSPR_0009",
    "your administrator hasn't enabled a necessary service": "SSPR_0010",
    "your admin hasn't configured password reset for your organization": "SSPR_0011",
    "caller says: required licenses are missing from your organization": "SSPR_0012",
    "... hasn't configured your account to use password reset": "SSPR_0013",
    "because necessary information is missing from your account": "SSPR_0014",
    "There is a problem with your organization's password reset configuration": "SSPR_0029",
}


@pytest.mark.parametrize(("text", "code"), READ_ALOUD.items())
def test_a_sentence_of_the_reset_page_is_told_by_its_marked_words(text: str, code: str) -> None:
    question = asked(text)
    assert question.kind == "fix"
    assert code in _found(question)


def _found(question: Question) -> list[str]:
    return [finding.key for finding in load().find(getattr(question, "text", ""))]


PASTED = {
    "Dana Miller <dana@contoso.com> cannot get in": "dana@contoso.com",
    "mailto:erik@contoso.com": "erik@contoso.com",
    "<mailto:mia@contoso.com|mia@contoso.com> again": "mia@contoso.com",
    "partner@fabrikam.com is locked out": "partner@fabrikam.com",
    "partner_fabrikam.com#EXT#@contoso.onmicrosoft.com try again": "partner_fabrikam.com#EXT#@contoso.onmicrosoft.com",
}


@pytest.mark.parametrize(("text", "person"), PASTED.items())
def test_pasted_names_and_addresses_are_the_person(text: str, person: str) -> None:
    assert (asked(text).kind, getattr(asked(text), "person", None)) == ("status", person)


REMINDERS = ["remind me tomorrow of dana", "please remind me about dana", "set a reminder for dana"]


@pytest.mark.parametrize("text", REMINDERS)
def test_a_reminder_is_no_message_to_the_person(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert question.subject == "reminder"
    assert "Remind me tomorrow" in question.sentence
    assert question.suggestion == "status dana"


def test_being_reminded_of_a_fact_is_being_told_it() -> None:
    assert not isinstance(asked("remind me who is stuck"), Cannot)


@pytest.mark.parametrize(
    "text",
    [
        "we're sorry, you can't reset your password at this time",
        "the page says: we're sorry, you cannot reset your password at this time",
    ],
)
def test_how_every_refusal_of_the_page_begins_tells_no_reason(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert "says that" in question.sentence
    assert question.suggestion is None


def test_a_reason_within_the_sentence_of_the_page_is_found() -> None:
    text = "We're sorry, you can't reset your password because required licenses are missing from your organization"
    assert asked(text).kind == "fix"


def test_no_phrase_has_a_sign_of_patterns_which_nobody_types() -> None:
    phrases = [phrase for row in refusals() for phrase in (*row.words, *row.objects)]
    assert phrases
    assert [phrase for phrase in phrases if set("?*+[]()|\\") & set("".join(phrase))] == []


def test_no_pattern_repeats_any_word_or_one_of_some_words() -> None:
    """Of which each word of a text would be either: twice the work with each one more."""
    patterns = [pattern for path in TABLES for pattern in path.read_text("utf-8").splitlines()]
    assert [line[:80] for line in patterns if re.search(r"\|\\{1,2}[SwW][+*]\)+[*+]", line)] == []
