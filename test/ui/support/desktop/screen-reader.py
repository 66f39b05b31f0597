# What a screen reader is told of the windows on this desktop, as JSON lines: one request a line on standard input, one answer a line.
#   {"find": ROLE, "states": [STATE, ...]}   what is shown with this role, in reading order
#   {"heard": true}                          what was announced since it was asked last: focus that moved, words that changed by themselves
# An answer is {"answer": ...}, or {"error": TEXT} for what should not happen.
import json
import sys

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

ALL = Atspi.CollectionMatchType.ALL
ANY = Atspi.CollectionMatchType.ANY
# Stands for something inside a text that is not text.
INSIDE = '\ufffc'
heard = []


class Gone(Exception):
    """Something went away between being found and being looked at."""


def there(accessible):
    if accessible is None:
        raise Gone
    return accessible


def child(accessible, number):
    return there(accessible.get_child_at_index(number))


def role_named(name):
    return getattr(Atspi.Role, name.upper().replace(' ', '_'))


def matches(below, role, states=()):
    roles = [] if role is None else [role_named(role)]
    state_set = Atspi.StateSet.new([getattr(Atspi.StateType, each.upper()) for each in states])
    rule = Atspi.MatchRule.new(state_set, ALL, {}, ALL, roles, ANY, [], ALL, False)
    return Atspi.Collection.get_matches(below, rule, Atspi.CollectionSortOrder.CANONICAL, 0, True)


def documents():
    """The pages of all windows; a browser that is just going has none."""
    desktop = Atspi.get_desktop(0)
    found = []
    for number in range(desktop.get_child_count()):
        application = child(desktop, number)
        for number_of_window in range(application.get_child_count()):
            window = child(application, number_of_window)
            # As every screen reader does: a browser keeps its tree back until somebody asks like this.
            window.get_attributes()
            found.extend(matches(window, 'document web'))
    return found


def text_of(accessible):
    """The words of something, also of what stands in it."""
    parts = [accessible.get_name()] if accessible.get_child_count() == 0 else []
    for number in range(accessible.get_child_count()):
        parts.append(text_of(child(accessible, number)))
    return ' '.join(part for part in parts if part)


def landmark_around(accessible):
    while accessible is not None and accessible.get_role() != Atspi.Role.DOCUMENT_WEB:
        if accessible.get_role() == Atspi.Role.LANDMARK:
            return there(accessible.get_attributes()).get('xml-roles')
        accessible = accessible.get_parent()
    return None


def described(accessible):
    # What was remembered of it can be older than what is shown: a name in the language of before.
    accessible.clear_cache()
    box = there(accessible.get_component_iface()).get_extents(Atspi.CoordType.SCREEN)
    attributes = there(accessible.get_attributes())
    typed = accessible.get_text_iface() if accessible.get_role() == Atspi.Role.ENTRY else None
    return {
        'role': accessible.get_role_name(),
        'name': accessible.get_name(),
        'description': accessible.get_description(),
        'level': attributes.get('level'),
        'landmark': landmark_around(accessible),
        'place': attributes.get('posinset'),
        'text': None if typed is None else Atspi.Text.get_text(typed, 0, Atspi.Text.get_character_count(typed)),
        'states': [state.value_nick for state in accessible.get_state_set().get_states()],
        'box': {'x': box.x, 'y': box.y, 'width': box.width, 'height': box.height},
    }


def find(role, states):
    found = []
    for document in documents():
        for accessible in matches(document, role, states):
            found.append(described(accessible))
    return found


def on_event(event):
    try:
        source = event.source
        if event.type.startswith('object:state-changed:focused'):
            if event.detail1 == 1:
                heard.append({'kind': 'focus', 'role': source.get_role_name(), 'text': source.get_name()})
            return
        if there(source.get_attributes()).get('container-live') not in ('polite', 'assertive'):
            return
        words = event.any_data if isinstance(event.any_data, str) else ''
        text = text_of(source) if INSIDE in words or words == '' else words
        heard.append({'kind': 'live', 'role': source.get_role_name(), 'text': text})
    except (GLib.Error, Gone):
        # It was gone before it could be asked.
        pass


def answer(request):
    if 'find' in request:
        return find(request['find'], request.get('states', []))
    told = heard[:]
    heard.clear()
    return told


def on_request(channel, _condition):
    line = channel.readline()
    if line == '':
        Atspi.event_quit()
        return False
    try:
        told = {'answer': answer(json.loads(line))}
    except (GLib.Error, Gone):
        # A window that opens or goes in this moment; whoever asked asks again.
        told = {'answer': []}
    except Exception as error:
        # Whoever asked must not wait for ever.
        told = {'error': repr(error)}
    print(json.dumps(told), flush=True)
    return True


Atspi.set_timeout(2000, 10000)
listener = Atspi.EventListener.new(on_event)
for kind in ('object:state-changed:focused', 'object:text-changed:insert'):
    listener.register(kind)
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_request)
print(json.dumps('ready'), flush=True)
Atspi.event_main()
