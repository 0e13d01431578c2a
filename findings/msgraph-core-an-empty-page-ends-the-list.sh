#!/usr/bin/env bash
# msgraph-core 1.5.2 (the pages of msgraph-sdk), PageIterator over a list of which a page in the middle is empty.
#
# Microsoft Graph says of its delta queries that a page can be empty and have a link to the next one. Guessed: the iterator
# goes on for as long as there is a link. Seen: a page without items ends it, as a callback does that returns False; nobody on
# the pages after it is seen, and nothing is raised. has_next is true, as it is after a walk to the end, since it tells of
# the first page; that the walk was cut short shows in current_page.odata_next_link alone. A loop over the links sees all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "msgraph-core==1.5.2" "microsoft-kiota-serialization-json==1.16.0"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import asyncio
from dataclasses import dataclass, field

import httpx
from kiota_abstractions.authentication import AnonymousAuthenticationProvider
from kiota_abstractions.serialization import Parsable, ParseNodeFactoryRegistry
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from msgraph_core import BaseGraphRequestAdapter
from msgraph_core.tasks import PageIterator

LINK = "https://graph.microsoft.com/v1.0/users?page="
ParseNodeFactoryRegistry().CONTENT_TYPE_ASSOCIATED_FACTORIES["application/json"] = JsonParseNodeFactory()


@dataclass
class User(Parsable):
    id: str | None = None

    @staticmethod
    def create_from_discriminator_value(node):
        return User()

    def get_field_deserializers(self):
        return {"id": lambda node: setattr(self, "id", node.get_str_value())}

    def serialize(self, writer):
        writer.write_str_value("id", self.id)


@dataclass
class Users(Parsable):
    odata_next_link: str | None = None
    value: list[User] = field(default_factory=list)

    @staticmethod
    def create_from_discriminator_value(node):
        return Users()

    def get_field_deserializers(self):
        return {
            "@odata.nextLink": lambda node: setattr(self, "odata_next_link", node.get_str_value()),
            "value": lambda node: setattr(self, "value", node.get_collection_of_object_values(User)),
        }

    def serialize(self, writer):
        writer.write_collection_of_object_values("value", self.value)


async def walk(*pages):
    """What the callback is given of these pages, and where the iterator stands then."""

    def link(number):
        return f"{LINK}{number}" if number < len(pages) else None

    def answer(request):
        number = int(request.url.params["page"])
        body = {"value": [{"id": name} for name in pages[number]]}
        return httpx.Response(200, json=body | ({"@odata.nextLink": link(number + 1)} if link(number + 1) else {}))

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    adapter = BaseGraphRequestAdapter(AnonymousAuthenticationProvider(), http_client=client)
    iterator, seen = PageIterator(Users(link(1), [User(name) for name in pages[0]]), adapter), []

    def keep(user):
        seen.append(user.id)
        return True

    await iterator.iterate(keep)
    return f"{' '.join(seen)}, has_next {iterator.has_next}, link {iterator.current_page.odata_next_link}"


print("three pages:", asyncio.run(walk(["1", "2"], ["3"], ["4"])))
print("the second empty:", asyncio.run(walk(["1", "2"], [], ["4"])))
PYTHON
)
expected="three pages: 1 2 3 4, has_next True, link None
the second empty: 1 2, has_next True, link https://graph.microsoft.com/v1.0/users?page=2"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "msgraph-core behaves otherwise now"; exit 1; }
