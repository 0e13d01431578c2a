"""Dates in words: which spans they are, and what only looks like one; asked on Saturday 2026-11-28 at 09:00."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.catalogue import load
from bot.questions.grammar import parse
from bot.questions.question import Cannot, Compare, Failures, Misunderstood, Status, Stuck
from bot.reports.window import Window
from tests.support.phrasings import asked, rows

SPANS = """
    november 22nd               | 2026-11-22 00:00 | 2026-11-23 00:00
    22nd of november            | 2026-11-22 00:00 | 2026-11-23 00:00
    22 november 2025            | 2025-11-22 00:00 | 2025-11-23 00:00
    the 22nd                    | 2026-11-22 00:00 | 2026-11-23 00:00
    the 30th                    | 2026-10-30 00:00 | 2026-10-31 00:00
    22.11.                      | 2026-11-22 00:00 | 2026-11-23 00:00
    22/11                       | 2026-11-22 00:00 | 2026-11-23 00:00
    25.11.2026                  | 2026-11-25 00:00 | 2026-11-26 00:00
    day before yesterday        | 2026-11-26 00:00 | 2026-11-27 00:00
    3 days ago                  | 2026-11-25 00:00 | 2026-11-26 00:00
    mon                         | 2026-11-23 00:00 | 2026-11-24 00:00
    last monday                 | 2026-11-23 00:00 | 2026-11-24 00:00
    monday to friday            | 2026-11-23 00:00 | 2026-11-28 00:00
    from friday to monday       | 2026-11-20 00:00 | 2026-11-24 00:00
    last weekend                | 2026-11-21 00:00 | 2026-11-23 00:00
    this weekend                | 2026-11-28 00:00 | 2026-11-28 09:00
    last night                  | 2026-11-27 18:00 | 2026-11-28 06:00
    this morning                | 2026-11-28 00:00 | 2026-11-28 09:00
    yesterday evening           | 2026-11-27 18:00 | 2026-11-28 00:00
    last two weeks              | 2026-11-14 09:00 | 2026-11-28 09:00
    the last couple of days     | 2026-11-26 09:00 | 2026-11-28 09:00
    the last hour and a half    | 2026-11-28 07:30 | 2026-11-28 09:00
    past 2 and a half days      | 2026-11-25 21:00 | 2026-11-28 09:00
    the last quarter of an hour | 2026-11-28 08:45 | 2026-11-28 09:00
    two or three days ago       | 2026-11-25 00:00 | 2026-11-27 00:00
    yesterday from 2pm          | 2026-11-27 14:00 | 2026-11-28 00:00
    the small hours of monday   | 2026-11-23 00:00 | 2026-11-23 06:00
    friday pm                   | 2026-11-27 12:00 | 2026-11-28 00:00
    the 24th am                 | 2026-11-24 00:00 | 2026-11-24 12:00
    10-nov                      | 2026-11-10 00:00 | 2026-11-11 00:00
    10nov to 12nov              | 2026-11-10 00:00 | 2026-11-13 00:00
    nov 10th-nov 12th           | 2026-11-10 00:00 | 2026-11-13 00:00
    the last day of october     | 2026-10-31 00:00 | 2026-11-01 00:00
    a month ago today           | 2026-10-29 00:00 | 2026-10-30 00:00
    this day last week          | 2026-11-21 00:00 | 2026-11-22 00:00
    friday from 14:00 on        | 2026-11-27 14:00 | 2026-11-28 00:00
    yesterday since 2pm         | 2026-11-27 14:00 | 2026-11-28 09:00
    yesterday from 2 to 4pm     | 2026-11-27 14:00 | 2026-11-27 16:00
    three to two days ago       | 2026-11-25 00:00 | 2026-11-27 00:00
    since at least tuesday      | 2026-11-24 00:00 | 2026-11-28 09:00
    past 7 days                 | 2026-11-21 09:00 | 2026-11-28 09:00
    last 24 hours               | 2026-11-27 09:00 | 2026-11-28 09:00
    2w                          | 2026-11-14 09:00 | 2026-11-28 09:00
    30-day                      | 2026-10-29 09:00 | 2026-11-28 09:00
    since monday                | 2026-11-23 00:00 | 2026-11-28 09:00
    since the 20th              | 2026-11-20 00:00 | 2026-11-28 09:00
    since september             | 2026-09-01 00:00 | 2026-11-28 09:00
    after monday                | 2026-11-24 00:00 | 2026-11-28 09:00
    after the 23rd              | 2026-11-24 00:00 | 2026-11-28 09:00
    after last week             | 2026-11-23 00:00 | 2026-11-28 09:00
    after october               | 2026-11-01 00:00 | 2026-11-28 09:00
    after yesterday evening     | 2026-11-28 00:00 | 2026-11-28 09:00
    this week so far            | 2026-11-23 00:00 | 2026-11-28 09:00
    month to date               | 2026-11-01 00:00 | 2026-11-28 09:00
    between 10 and 15 november  | 2026-11-10 00:00 | 2026-11-16 00:00
    from 10 to 15 november      | 2026-11-10 00:00 | 2026-11-16 00:00
    10-15 november              | 2026-11-10 00:00 | 2026-11-16 00:00
    nov 10-15                   | 2026-11-10 00:00 | 2026-11-16 00:00
    1 nov to 7 nov              | 2026-11-01 00:00 | 2026-11-08 00:00
    first week of november      | 2026-11-01 00:00 | 2026-11-08 00:00
    monday afternoon            | 2026-11-23 12:00 | 2026-11-23 18:00
    since yesterday evening     | 2026-11-27 18:00 | 2026-11-28 09:00
    between 8 and 10 this morning   | 2026-11-28 08:00 | 2026-11-28 09:00
    from 8 to 10 yesterday morning  | 2026-11-27 08:00 | 2026-11-27 10:00
    between 2 and 4 pm yesterday    | 2026-11-27 14:00 | 2026-11-27 16:00
    between 8 and 15 yesterday      | 2026-11-27 08:00 | 2026-11-27 15:00
    yesterday between noon and 3pm  | 2026-11-27 12:00 | 2026-11-27 15:00
    before noon yesterday           | 2026-11-27 00:00 | 2026-11-27 12:00
    until 8:30 today                | 2026-11-28 00:00 | 2026-11-28 08:30
    at 9 am yesterday               | 2026-11-27 09:00 | 2026-11-27 10:00
    around 9 yesterday morning      | 2026-11-27 08:00 | 2026-11-27 10:00
    around 7 this morning           | 2026-11-28 06:00 | 2026-11-28 08:00
    from last week                  | 2026-11-16 00:00 | 2026-11-23 00:00
    from yesterday                  | 2026-11-27 00:00 | 2026-11-28 00:00
    from last week on               | 2026-11-16 00:00 | 2026-11-28 09:00
    from monday                     | 2026-11-23 00:00 | 2026-11-28 09:00
    since mid november              | 2026-11-15 00:00 | 2026-11-28 09:00
    early november              | 2026-11-01 00:00 | 2026-11-11 00:00
    mid november                | 2026-11-11 00:00 | 2026-11-21 00:00
    end of october              | 2026-10-21 00:00 | 2026-11-01 00:00
    second half of october      | 2026-10-16 00:00 | 2026-11-01 00:00
    in may                      | 2026-05-01 00:00 | 2026-06-01 00:00
    november                    | 2026-11-01 00:00 | 2026-11-28 09:00
    last october                | 2026-10-01 00:00 | 2026-11-01 00:00
    december                    | 2025-12-01 00:00 | 2026-01-01 00:00
    week 47                     | 2026-11-16 00:00 | 2026-11-23 00:00
    2026-W47                    | 2026-11-16 00:00 | 2026-11-23 00:00
    week 50                     | 2025-12-08 00:00 | 2025-12-15 00:00
    this quarter                | 2026-10-01 00:00 | 2026-11-28 09:00
    last quarter                | 2026-07-01 00:00 | 2026-10-01 00:00
    the third quarter           | 2026-07-01 00:00 | 2026-10-01 00:00
    second quarter of 2025      | 2025-04-01 00:00 | 2025-07-01 00:00
    first half of the year      | 2026-01-01 00:00 | 2026-07-01 00:00
    since 8 am                  | 2026-11-28 08:00 | 2026-11-28 09:00
    since yesterday noon        | 2026-11-27 12:00 | 2026-11-28 09:00
    between 14:00 and 15:30 yesterday | 2026-11-27 14:00 | 2026-11-27 15:30
    yesterday from 2 to 4 pm    | 2026-11-27 14:00 | 2026-11-27 16:00
    between 8 and 10 am today   | 2026-11-28 08:00 | 2026-11-28 09:00
    on the 22nd and 23rd        | 2026-11-22 00:00 | 2026-11-24 00:00
    saturday and sunday         | 2026-11-21 00:00 | 2026-11-23 00:00
    h2                          | 2026-07-01 00:00 | 2026-11-28 09:00
    the second half of 2025     | 2025-07-01 00:00 | 2026-01-01 00:00
    q4 2025                     | 2025-10-01 00:00 | 2026-01-01 00:00
    in 2025                     | 2025-01-01 00:00 | 2026-01-01 00:00
    before november 20          | 1970-01-01 00:00 | 2026-11-20 00:00
    prior to the 20th           | 1970-01-01 00:00 | 2026-11-20 00:00
    earlier than 20 november    | 1970-01-01 00:00 | 2026-11-20 00:00
    before last week            | 1970-01-01 00:00 | 2026-11-16 00:00
    until nov 20th              | 1970-01-01 00:00 | 2026-11-21 00:00
    up to the 20th              | 1970-01-01 00:00 | 2026-11-21 00:00
    up until 20 nov             | 1970-01-01 00:00 | 2026-11-21 00:00
    by nov 20                   | 1970-01-01 00:00 | 2026-11-21 00:00
    no later than nov 20        | 1970-01-01 00:00 | 2026-11-21 00:00
    on or before 20 november    | 1970-01-01 00:00 | 2026-11-21 00:00
    later than nov 20           | 2026-11-21 00:00 | 2026-11-28 09:00
    on or after nov 20          | 2026-11-20 00:00 | 2026-11-28 09:00
    20 november onwards         | 2026-11-20 00:00 | 2026-11-28 09:00
    starting from the 20th      | 2026-11-20 00:00 | 2026-11-28 09:00
    from the 20th to now        | 2026-11-20 00:00 | 2026-11-28 09:00
    from last week to yesterday | 2026-11-16 00:00 | 2026-11-28 00:00
    since the policy change on 9 nov | 2026-11-09 00:00 | 2026-11-28 09:00
    after the update on monday  | 2026-11-23 00:00 | 2026-11-28 09:00
    before the outage on the 22nd | 1970-01-01 00:00 | 2026-11-22 00:00
    last sunday evening         | 2026-11-22 18:00 | 2026-11-23 00:00
    the evening of 22 november  | 2026-11-22 18:00 | 2026-11-23 00:00
    on the 22nd in the afternoon | 2026-11-22 12:00 | 2026-11-22 18:00
    in the morning of nov 22    | 2026-11-22 00:00 | 2026-11-22 12:00
    early this morning          | 2026-11-28 00:00 | 2026-11-28 08:00
    late yesterday              | 2026-11-27 18:00 | 2026-11-28 00:00
    lunch time yesterday        | 2026-11-27 11:00 | 2026-11-27 14:00
    tuesday night               | 2026-11-24 18:00 | 2026-11-25 06:00
    last night between 10pm and 2am | 2026-11-27 22:00 | 2026-11-28 02:00
    at 2am last night           | 2026-11-28 02:00 | 2026-11-28 03:00
    after 5pm on friday         | 2026-11-27 17:00 | 2026-11-28 00:00
    friday after 5pm            | 2026-11-27 17:00 | 2026-11-28 00:00
    since friday 3pm            | 2026-11-27 15:00 | 2026-11-28 09:00
    since nov 22 at 15:00       | 2026-11-22 15:00 | 2026-11-28 09:00
    until friday 3pm            | 1970-01-01 00:00 | 2026-11-27 15:00
    before 9am on monday        | 2026-11-23 00:00 | 2026-11-23 09:00
    yesterday 3pm               | 2026-11-27 15:00 | 2026-11-27 16:00
    22 nov 2pm-4pm              | 2026-11-22 14:00 | 2026-11-22 16:00
    2026-11-22T14:00 to 2026-11-22T15:00 | 2026-11-22 14:00 | 2026-11-22 15:00
    between 10pm on thursday and 2am on friday | 2026-11-26 22:00 | 2026-11-27 02:00
    from thursday 5pm to friday 9am | 2026-11-26 17:00 | 2026-11-27 09:00
    from 9 to 5 yesterday       | 2026-11-27 09:00 | 2026-11-27 17:00
    sunday 22 november          | 2026-11-22 00:00 | 2026-11-23 00:00
    sunday the 22nd             | 2026-11-22 00:00 | 2026-11-23 00:00
    monday last week            | 2026-11-16 00:00 | 2026-11-17 00:00
    last week on friday         | 2026-11-20 00:00 | 2026-11-21 00:00
    two weeks ago monday        | 2026-11-09 00:00 | 2026-11-10 00:00
    the week before last        | 2026-11-09 00:00 | 2026-11-16 00:00
    the weekend before last     | 2026-11-14 00:00 | 2026-11-16 00:00
    the month before last       | 2026-09-01 00:00 | 2026-10-01 00:00
    week ending 22 nov          | 2026-11-16 00:00 | 2026-11-23 00:00
    weeks 46 to 47              | 2026-11-09 00:00 | 2026-11-23 00:00
    first week of this month    | 2026-11-01 00:00 | 2026-11-08 00:00
    end of last month           | 2026-10-21 00:00 | 2026-11-01 00:00
    the 22nd of last month      | 2026-10-22 00:00 | 2026-10-23 00:00
    the last monday of october  | 2026-10-26 00:00 | 2026-10-27 00:00
    the 20th, 21st and 22nd     | 2026-11-20 00:00 | 2026-11-23 00:00
    today and yesterday         | 2026-11-27 00:00 | 2026-11-28 09:00
    all week                    | 2026-11-23 00:00 | 2026-11-28 09:00
    last november               | 2025-11-01 00:00 | 2025-12-01 00:00
    past year                   | 2025-11-28 09:00 | 2026-11-28 09:00
    last half hour              | 2026-11-28 08:30 | 2026-11-28 09:00
    22-nov-2026                 | 2026-11-22 00:00 | 2026-11-23 00:00
    11/2026                     | 2026-11-01 00:00 | 2026-11-28 09:00
    same day last week          | 2026-11-21 00:00 | 2026-11-22 00:00
    same month last year        | 2025-11-01 00:00 | 2025-12-01 00:00
    the week 3 weeks ago        | 2026-11-02 00:00 | 2026-11-09 00:00
    the day after the 22nd      | 2026-11-23 00:00 | 2026-11-24 00:00
    the week before the 9th     | 2026-11-02 00:00 | 2026-11-09 00:00
    around the 22nd             | 2026-11-21 00:00 | 2026-11-24 00:00
    about two weeks ago         | 2026-11-11 00:00 | 2026-11-18 00:00
    around 3 days ago           | 2026-11-24 00:00 | 2026-11-27 00:00
    since about two weeks ago   | 2026-11-14 00:00 | 2026-11-28 09:00
    november '26                | 2026-11-01 00:00 | 2026-11-28 09:00
    since forever               | 1970-01-01 00:00 | 2026-11-28 09:00
    before monday               | 1970-01-01 00:00 | 2026-11-23 00:00
    until yesterday             | 1970-01-01 00:00 | 2026-11-28 00:00
    3pm yesterday               | 2026-11-27 15:00 | 2026-11-27 16:00
    beginning of november       | 2026-11-01 00:00 | 2026-11-11 00:00
    yesterday 14-16             | 2026-11-27 14:00 | 2026-11-27 16:00
    after 6pm yesterday until now | 2026-11-27 18:00 | 2026-11-28 09:00
    yesterday after lunch       | 2026-11-27 14:00 | 2026-11-28 00:00
    yesterday before lunch      | 2026-11-27 00:00 | 2026-11-27 11:00
    saturday between 2pm and 4pm | 2026-11-21 14:00 | 2026-11-21 16:00
    saturday evening            | 2026-11-21 18:00 | 2026-11-22 00:00
    17h yesterday               | 2026-11-27 17:00 | 2026-11-27 18:00
    up to this time yesterday   | 2026-11-27 00:00 | 2026-11-27 09:00
    overnight friday            | 2026-11-27 18:00 | 2026-11-28 06:00
    in the night from saturday to sunday | 2026-11-21 18:00 | 2026-11-22 06:00
    the night of sunday to monday | 2026-11-22 18:00 | 2026-11-23 06:00
    the night before last       | 2026-11-26 18:00 | 2026-11-27 06:00
    first thing monday          | 2026-11-23 00:00 | 2026-11-23 08:00
    by the end of monday        | 1970-01-01 00:00 | 2026-11-24 00:00
    the prior week              | 2026-11-16 00:00 | 2026-11-23 00:00
    the month prior             | 2026-10-01 00:00 | 2026-11-01 00:00
    up to now                   | 1970-01-01 00:00 | 2026-11-28 09:00
    from the start              | 1970-01-01 00:00 | 2026-11-28 09:00
    1 nov till date             | 2026-11-01 00:00 | 2026-11-28 09:00
    last two weeks of october   | 2026-10-18 00:00 | 2026-11-01 00:00
    first ten days of november  | 2026-11-01 00:00 | 2026-11-11 00:00
    3rd week of november        | 2026-11-15 00:00 | 2026-11-22 00:00
    2nd half of october         | 2026-10-16 00:00 | 2026-11-01 00:00
    early last week             | 2026-11-16 00:00 | 2026-11-19 00:00
    end of last week            | 2026-11-20 00:00 | 2026-11-23 00:00
    weekend of nov 14           | 2026-11-14 00:00 | 2026-11-16 00:00
    kw 47/2026                  | 2026-11-16 00:00 | 2026-11-23 00:00
    w47                         | 2026-11-16 00:00 | 2026-11-23 00:00
    all november                | 2026-11-01 00:00 | 2026-11-28 09:00
    gestern                     | 2026-11-27 00:00 | 2026-11-28 00:00
    letzte woche                | 2026-11-16 00:00 | 2026-11-23 00:00
    letzten 7 tage              | 2026-11-21 09:00 | 2026-11-28 09:00
    seit montag                 | 2026-11-23 00:00 | 2026-11-28 09:00
    hier                        | 2026-11-27 00:00 | 2026-11-28 00:00
    la semaine dernière         | 2026-11-16 00:00 | 2026-11-23 00:00
    ayer                        | 2026-11-27 00:00 | 2026-11-28 00:00
    el mes pasado               | 2026-10-01 00:00 | 2026-11-01 00:00
    ontem                       | 2026-11-27 00:00 | 2026-11-28 00:00
    vorige week                 | 2026-11-16 00:00 | 2026-11-23 00:00
    gestern abend               | 2026-11-27 18:00 | 2026-11-28 00:00
    letzte nacht                | 2026-11-27 18:00 | 2026-11-28 06:00
    am montag morgen            | 2026-11-23 00:00 | 2026-11-23 12:00
    am 22.11.                   | 2026-11-22 00:00 | 2026-11-23 00:00
    vom 20. bis zum 23. november | 2026-11-20 00:00 | 2026-11-24 00:00
    vom 22. november            | 2026-11-22 00:00 | 2026-11-23 00:00
    vor dem 20. november        | 1970-01-01 00:00 | 2026-11-20 00:00
    bis 20. november            | 1970-01-01 00:00 | 2026-11-21 00:00
    nach dem 20. november       | 2026-11-21 00:00 | 2026-11-28 09:00
    ab dem 20. november         | 2026-11-20 00:00 | 2026-11-28 09:00
    seit dem 20.                | 2026-11-20 00:00 | 2026-11-28 09:00
    vor 3 tagen                 | 2026-11-25 00:00 | 2026-11-26 00:00
    vor zwei wochen             | 2026-11-14 00:00 | 2026-11-15 00:00
    gestern um 15 uhr           | 2026-11-27 15:00 | 2026-11-27 16:00
    gestern gegen 15 uhr        | 2026-11-27 14:00 | 2026-11-27 16:00
    gestern ab 14 uhr           | 2026-11-27 14:00 | 2026-11-28 00:00
    am 24.                      | 2026-11-24 00:00 | 2026-11-25 00:00
    vor einem monat             | 2026-10-29 00:00 | 2026-10-30 00:00
    hier à 15h                  | 2026-11-27 15:00 | 2026-11-27 16:00
    de 9h à 11h hier            | 2026-11-27 09:00 | 2026-11-27 11:00
    ayer a las 10:30            | 2026-11-27 10:30 | 2026-11-27 11:30
    ontem às 15h                | 2026-11-27 15:00 | 2026-11-27 16:00
    entre as 9h e as 11h ontem  | 2026-11-27 09:00 | 2026-11-27 11:00
    gisteren om 15 uur          | 2026-11-27 15:00 | 2026-11-27 16:00
    gisteren tussen 9 en 11 uur | 2026-11-27 09:00 | 2026-11-27 11:00
    sinds 8 uur                 | 2026-11-28 08:00 | 2026-11-28 09:00
    laatste 24 uur              | 2026-11-27 09:00 | 2026-11-28 09:00
    tussen de 10e en de 15e     | 2026-11-10 00:00 | 2026-11-16 00:00
    les deux derniers jours     | 2026-11-26 09:00 | 2026-11-28 09:00
    hace dos semanas            | 2026-11-14 00:00 | 2026-11-15 00:00
    twee weken geleden          | 2026-11-14 00:00 | 2026-11-15 00:00
    gistermiddag                | 2026-11-27 12:00 | 2026-11-27 18:00
    há três dias                | 2026-11-25 00:00 | 2026-11-26 00:00
    vorletzte woche             | 2026-11-09 00:00 | 2026-11-16 00:00
    anfang november             | 2026-11-01 00:00 | 2026-11-11 00:00
    hier soir                   | 2026-11-27 18:00 | 2026-11-28 00:00
    cette nuit                  | 2026-11-27 18:00 | 2026-11-28 06:00
    les 7 derniers jours        | 2026-11-21 09:00 | 2026-11-28 09:00
    du 20 au 23 novembre        | 2026-11-20 00:00 | 2026-11-24 00:00
    du 22 novembre              | 2026-11-22 00:00 | 2026-11-23 00:00
    entre le 20 et le 23 novembre | 2026-11-20 00:00 | 2026-11-24 00:00
    jusqu'au 20 novembre        | 1970-01-01 00:00 | 2026-11-21 00:00
    depuis le 20                | 2026-11-20 00:00 | 2026-11-28 09:00
    il y a 3 jours              | 2026-11-25 00:00 | 2026-11-26 00:00
    vendredi dernier            | 2026-11-27 00:00 | 2026-11-28 00:00
    le week-end dernier         | 2026-11-21 00:00 | 2026-11-23 00:00
    anoche                      | 2026-11-27 18:00 | 2026-11-28 06:00
    ayer por la tarde           | 2026-11-27 12:00 | 2026-11-27 18:00
    desde el lunes              | 2026-11-23 00:00 | 2026-11-28 09:00
    del 20 al 23 de noviembre   | 2026-11-20 00:00 | 2026-11-24 00:00
    el 22 de noviembre          | 2026-11-22 00:00 | 2026-11-23 00:00
    antes del 20 de noviembre   | 1970-01-01 00:00 | 2026-11-20 00:00
    hasta el 20 de noviembre    | 1970-01-01 00:00 | 2026-11-21 00:00
    hace 3 días                 | 2026-11-25 00:00 | 2026-11-26 00:00
    el fin de semana pasado     | 2026-11-21 00:00 | 2026-11-23 00:00
    ontem à noite               | 2026-11-27 18:00 | 2026-11-28 06:00
    de 20 a 23 de novembro      | 2026-11-20 00:00 | 2026-11-24 00:00
    de outubro                  | 2026-10-01 00:00 | 2026-11-01 00:00
    depois de 20 de novembro    | 2026-11-21 00:00 | 2026-11-28 09:00
    até 20 de novembro          | 1970-01-01 00:00 | 2026-11-21 00:00
    há 3 dias                   | 2026-11-25 00:00 | 2026-11-26 00:00
    na segunda de manhã         | 2026-11-23 00:00 | 2026-11-23 12:00
    na segunda                  | 2026-11-23 00:00 | 2026-11-24 00:00
    na maandag                  | 2026-11-24 00:00 | 2026-11-28 09:00
    begin november              | 2026-11-01 00:00 | 2026-11-11 00:00
    22 en 23 november           | 2026-11-22 00:00 | 2026-11-24 00:00
    am 22. und 23. november     | 2026-11-22 00:00 | 2026-11-24 00:00
    kalenderwoche 47            | 2026-11-16 00:00 | 2026-11-23 00:00
    vor einer woche             | 2026-11-21 00:00 | 2026-11-22 00:00
    gisteravond                 | 2026-11-27 18:00 | 2026-11-28 00:00
    van 20 tot 23 november      | 2026-11-20 00:00 | 2026-11-24 00:00
    voor 20 november            | 1970-01-01 00:00 | 2026-11-20 00:00
    na 20 november              | 2026-11-21 00:00 | 2026-11-28 09:00
    vanaf 20 november           | 2026-11-20 00:00 | 2026-11-28 09:00
    3 dagen geleden             | 2026-11-25 00:00 | 2026-11-26 00:00
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in SPANS.strip().splitlines()]


@pytest.mark.parametrize(("words", "start", "end"), ROWS)
def test_words_mean_this_span(words: str, start: str, end: str) -> None:
    window = _window(f"failures {words}")
    assert window, words
    assert (f"{window.start:%Y-%m-%d %H:%M}", f"{window.end:%Y-%m-%d %H:%M}") == (start, end)


@pytest.mark.parametrize("words", ["10/11/12", "03/04/2026", "3/4"])
def test_a_day_that_may_be_two_is_asked_back_with_both(words: str) -> None:
    question = asked(f"failures on {words}")
    assert isinstance(question, Misunderstood)
    assert "cannot be told apart" in question.sentence


NOT_DATES = [
    *(
        "fix 0029",
        "error 2026",
        "sspr 12",
        "what is event 33008",
        "help me",
        "status mia",
        "who may reset?",
        "5m",
        "noon",
    ),
    *("where do people drop out", "stuck longer than 7 days", "top 10 reasons", "march on", "sun"),
]


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    window = _window(text)
    assert window is None or window.label == "the last 7 days"


@pytest.mark.parametrize("name", ["labelled.tsv", "held_out.tsv", "own_words.tsv"])
def test_every_window_of_a_list_is_found(name: str) -> None:
    labelled = [row for row in rows(name) if row.of(asked(row.text).kind).get("window")]
    assert labelled
    for row in labelled:
        window = _window(row.text)
        assert window is not None, row.text
        assert f"{window.start:%Y-%m-%dT%H:%M:%SZ}" in row.of(asked(row.text).kind)["window"]["start"].split("|"), (
            row.text
        )


class Months:
    """People whose names are those of months and days."""

    def person(self, word: str) -> bool:
        return word.casefold() in {"april", "may", "sun"}

    def domain(self, _: str) -> str | None:
        return None


def _window(text: str) -> Window | None:
    window = getattr(asked(text), "window", None)
    return window if isinstance(window, Window) else None


def _with_names(text: str) -> object:
    return asked(text, Months())


@pytest.mark.parametrize("text", ["why can't april reset", "is may blocked", "what about sun"])
def test_a_month_or_day_yields_to_a_loaded_person_and_both_are_said(text: str) -> None:
    question = _with_names(text)
    assert isinstance(question, Status)
    assert "is read as the person; for the month or day say" in question.interpretation


def test_behind_a_preposition_it_is_the_month_and_the_person_is_said() -> None:
    question = _with_names("failures in april")
    assert getattr(question, "interpretation", "").endswith('is read as the time; for the person say "status april")')


@pytest.mark.parametrize("text", ["why april", "follow may", "unfollow sun"])
def test_behind_the_name_of_a_question_about_people_it_is_the_person(text: str) -> None:
    question = _with_names(text)
    assert getattr(question, "person", "") == text.partition(" ")[2]
    assert not question.interpretation  # type: ignore[attr-defined]


ASKED_BACK = {
    "failures on my shift": ("failures since 6am", "failures last 8 hours"),
    "what failed since my shift started": ("what failed since 6am", "what failed last 8 hours"),
    "failures this time last year": ("failures same month last year", "failures last year"),
    "failures from 8 to 10 yesterday": (
        "failures between 8am and 10am yesterday",
        "failures between 8pm and 10pm yesterday",
    ),
    "failures between 8am and 10am": (
        "failures between 08:00 and 10:00 today",
        "failures between 08:00 and 10:00 yesterday",
    ),
    "failures on nov 22 between 9 and 12": (
        "failures on nov 22 between 9am and noon",
        "failures on nov 22 between 9pm and midnight",
    ),
    "failures monday from 12 to 2": (
        "failures monday between noon and 2pm",
        "failures monday between midnight and 2am",
    ),
    "failures 9 o'clock yesterday": ("failures 9am yesterday", "failures 9pm yesterday"),
    "failures 2 days before yesterday": ("failures 2026-11-25", "failures 2026-11-25..2026-11-26"),
    "failures at 3 yesterday": ("failures at 3am yesterday", "failures at 3pm yesterday"),
    "failures the other day": (
        "failures yesterday",
        "failures the day before yesterday",
        "failures last 7 days",
    ),
    "who failed in the last few hours": ("who failed last 3 hours", "who failed last 6 hours"),
    "resets a few days ago": ("resets last 3 days", "resets last 7 days"),
    "failures 2 hours ago": ("failures last 2 hours",),
    "failures some time ago": ("failures last 24 hours", "failures last 7 days", "failures last 30 days"),
    "failures two days before the 22nd": ("failures 2026-11-20", "failures 2026-11-20..2026-11-21"),
    "failures two weeks ago sunday": ("failures 2026-11-08", "failures 2026-11-15"),
    "failures on monday 22 november": ("failures on 22 november", "failures on monday"),
}


@pytest.mark.parametrize(("text", "offered"), ASKED_BACK.items())
def test_hours_of_no_day_or_of_either_half_are_asked_back(text: str, offered: tuple[str, ...]) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert (question.suggestion, *question.choices) == offered


@pytest.mark.parametrize("text", ["who failed at 9", "failures between 8 and 10", "send the digest at 9 am"])
def test_hours_that_may_be_of_each_day_are_no_span(text: str) -> None:
    assert asked(text).kind in {"misunderstood", "cannot"}


@pytest.mark.parametrize("part", ["morning", "afternoon", "evening", "night"])
@pytest.mark.parametrize("which", ["", "early ", "late ", "early in the ", "late in the "])
def test_every_part_of_a_day_has_hours_and_says_them(which: str, part: str) -> None:
    window = _window(f"failures on friday {which}{part}")
    assert window
    assert window.start < window.end
    assert window.label.endswith(" UTC)")


@pytest.mark.parametrize(
    "text", ["q4 of 9999", "december 9999", "999999999 nights ago", "999999999 weekends ago", "24:00"]
)
def test_what_no_calendar_has_is_refused(text: str) -> None:
    assert asked(f"failures {text}").kind in {"misunderstood", "cannot"}


def test_a_vague_time_beside_somebody_is_named() -> None:
    question = asked("was dana blocked the other day")
    assert isinstance(question, Status)
    assert question.interpretation == 'status dana (left aside: "the other day")'


SIDE_BY_SIDE = """
    more failures on the 22nd or the 23rd?                | 2026-11-23 | 2026-11-22 00:00 | 2026-11-23 00:00
    how many failed in october, how many in november      | 2026-11-01 | 2026-10-01 00:00 | 2026-10-28 09:00
    how did last week go compared to 3 weeks ago          | 2026-11-16 | 2026-11-02 00:00 | 2026-11-09 00:00
    failures a week ago vs today                          | 2026-11-28 | 2026-11-21 00:00 | 2026-11-21 09:00
    compare us with last year                             | 2026-01-01 | 2025-01-01 00:00 | 2025-11-28 09:00
    compare with last month                               | 2026-11-01 | 2026-10-01 00:00 | 2026-10-28 09:00
    this month vs the same month last year                | 2026-11-01 | 2025-11-01 00:00 | 2025-11-28 09:00
    failures today vs same day last week                  | 2026-11-28 | 2026-11-21 00:00 | 2026-11-21 09:00
    last 7 days vs 7 days before                          | 2026-11-21 | 2026-11-14 09:00 | 2026-11-21 09:00
    fewer people fail after the 23rd                      | 2026-11-24 | 2026-11-19 15:00 | 2026-11-24 00:00
    did failures go down since nov 9                      | 2026-11-09 | 2026-10-20 15:00 | 2026-11-09 00:00
    failures this friday vs last friday                   | 2026-11-27 | 2026-11-20 00:00 | 2026-11-21 00:00
    compare this week and last week for contoso           | 2026-11-23 | 2026-11-16 00:00 | 2026-11-21 09:00
    failures last night vs the night before               | 2026-11-27 | 2026-11-26 18:00 | 2026-11-27 06:00
    more failures this morning than yesterday morning?    | 2026-11-28 | 2026-11-27 00:00 | 2026-11-27 09:00
    first half of november vs second half                 | 2026-11-16 | 2026-11-01 00:00 | 2026-11-13 09:00
    failures before and after nov 9                       | 2026-11-09 | 2026-10-20 15:00 | 2026-11-09 00:00
"""


@pytest.mark.parametrize("line", SIDE_BY_SIDE.strip().splitlines())
def test_two_spans_of_one_kind_are_compared_as_far_as_the_later_has_come(line: str) -> None:
    text, start, before, end = (cell.strip() for cell in line.split("|"))
    question = asked(text)
    assert isinstance(question, Compare), question
    said = (f"{question.window.start:%Y-%m-%d}", *(f"{at:%Y-%m-%d %H:%M}" for at in _ends(question.previous)))
    assert said == (start, before, end)


def _ends(window: Window) -> tuple[datetime, datetime]:
    return window.start, window.end


@pytest.mark.parametrize(
    "text", ["failures next monday", "failures coming friday", "failures in fall", "failures last summer"]
)
def test_what_is_to_come_or_a_season_is_refused_by_name(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert question.word == text.removeprefix("failures ")


OFFERED = {
    "more resets in october or november": ("resets october", "resets november"),
    "how many registered yesterday vs today": ("registrations yesterday", "registrations today"),
    "did failures go down since the licence was bought?": ("helped", "changes"),
    "which week was worst": ("failures by day", "trend"),
    "busiest day": ("failures by day", "resets by day"),
    "weekdays vs weekends": ("failures 30d by day",),
    "resets a week": ("resets by day",),
}


@pytest.mark.parametrize(("text", "offered"), OFFERED.items())
def test_what_is_not_counted_so_is_refused_with_what_is(text: str, offered: tuple[str, ...]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert (question.suggestion, *question.choices) == offered


@pytest.mark.parametrize("text", ["how many per week to hit january 31", "will we make january 31"])
def test_a_day_that_is_aimed_at_is_the_next_one(text: str) -> None:
    assert getattr(asked(text), "target", None) == date(2027, 1, 31)


@pytest.mark.parametrize("text", ["who got stuck today", "everyone who's been stuck since before thursday"])
def test_whoever_got_stuck_in_a_time_that_goes_on_is_listed_with_since_when(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Stuck)
    assert "each with since when; not only those of that time" in question.interpretation


@pytest.mark.parametrize(("hour", "begins"), [(2, 27), (20, 28)])
def test_tonight_is_the_night_that_goes_on(hour: int, begins: int) -> None:
    """Before dawn it began yesterday; by day it is still to come, and last night is offered."""
    now = datetime(2026, 11, 28, hour, tzinfo=UTC)
    question = parse("failures tonight", now=now, zone=ZoneInfo("UTC"), catalogue=load())
    assert isinstance(question, Failures)
    assert (question.window.start, question.window.end) == (datetime(2026, 11, begins, 18, tzinfo=UTC), now)
    by_day = asked("failures tonight")
    assert isinstance(by_day, Misunderstood)
    assert by_day.suggestion == "failures last night"


@pytest.mark.parametrize(
    ("text", "on", "meant"),
    [
        ("is it worse than the week before", (11, 28), "compare this week"),
        ("is it worse than the week before", (11, 30), "compare last week"),
        ("more failures than the month before", (11, 30), "compare this month"),
        ("more failures than the month before", (12, 1), "compare last month"),
    ],
)
def test_what_began_today_is_not_held_against_the_one_before(text: str, on: tuple[int, int], meant: str) -> None:
    now = datetime(2026, *on, 9, tzinfo=UTC)
    question = parse(text, now=now, zone=ZoneInfo("UTC"), catalogue=load())
    assert isinstance(question, Compare)
    assert question.interpretation == meant
