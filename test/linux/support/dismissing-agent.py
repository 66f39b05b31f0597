# An agent of polkit that closes every question at once, as a person does with the Cancel button: dismissing-agent.py PID
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

AGENT = 'org.freedesktop.PolicyKit1.AuthenticationAgent'


class Agent(dbus.service.Object):
    @dbus.service.method(AGENT, in_signature='sssa{ss}saa{sv}', out_signature='')
    def BeginAuthentication(self, action, message, icon, details, cookie, identities):
        print(f'asked {action}', flush=True)
        raise dbus.DBusException('closed', name='org.freedesktop.PolicyKit1.Error.Cancelled')

    @dbus.service.method(AGENT, in_signature='s', out_signature='')
    def CancelAuthentication(self, cookie):
        pass


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SystemBus()
agent = Agent(bus, '/room/agent')
pid = int(sys.argv[1])
with open(f'/proc/{pid}/stat') as stat:
    started = int(stat.read().rsplit(')', 1)[1].split()[19])
subject = ('unix-process', {'pid': dbus.UInt32(pid), 'start-time': dbus.UInt64(started)})
authority = bus.get_object('org.freedesktop.PolicyKit1', '/org/freedesktop/PolicyKit1/Authority')
authority.RegisterAuthenticationAgent(
    subject, 'C', '/room/agent', dbus_interface='org.freedesktop.PolicyKit1.Authority'
)
print('agent-ready', flush=True)
GLib.MainLoop().run()
