#!/usr/bin/env bash
# A room with polkit, sudo and one ordinary user, in mount and process namespaces of its own; says "ready" and stays until its
# standard input ends. Run as root: elevation-room.sh PROGRAM NODE POLICY. The machine's own users, rules and folders are not touched.
set -euo pipefail

if [[ "${1:-}" != --inside ]]; then
  scratch=$(mktemp -d)
  chmod 755 "$scratch"
  trap 'rm -rf "$scratch"' EXIT
  ROOM_SCRATCH=$scratch unshare -m --pid --fork --kill-child --mount-proc bash "$0" --inside "$@"
  exit
fi
shift
program=$1 node=$2 policy=$3
s=$ROOM_SCRATCH

mount -t tmpfs -o mode=755 tmpfs "$s"
mkdir "$s/rules" "$s/actions" "$s/etc" "$s/home"
# Anything written below these stays in memory and in this room.
for place in usr/lib var/lib; do
  mkdir -p "$s/over/$place" "$s/work/$place"
  mount -t overlay -o "lowerdir=/$place,upperdir=$s/over/$place,workdir=$s/work/$place" overlay "/$place"
done
rm -rf /var/lib/ucs-remediation-wizard /usr/lib/ucs-remediation-wizard

# Installed as a package would: one program only root can write to, and the policy that pins it.
mkdir -m 755 /usr/lib/ucs-remediation-wizard
{ echo "#!$node"; tail -n +2 "$program"; } >/usr/lib/ucs-remediation-wizard/ucs-remedy
chmod 755 /usr/lib/ucs-remediation-wizard/ucs-remedy
install -m 644 "$program" /usr/lib/ucs-remediation-wizard/ucs-remedy.cjs
cp /usr/share/polkit-1/actions/*.policy "$s/actions/"
install -m 644 "$policy" "$s/actions/"

# The users exist only in private copies of the account files. "tech" may become administrator, by password; a rule of the site lets
# "trusted" in without one, and another keeps "guest" out.
for f in passwd shadow group; do cp -p "/etc/$f" "$s/etc/$f"; done
sed -i '/^sudo:/d' "$s/etc/group"
hash=$(openssl passwd -6 Room-pw1)
uid=4241
echo 'sudo:x:27:tech' >>"$s/etc/group"
for user in tech guest trusted; do
  uid=$((uid + 1))
  echo "$user:x:$uid:$uid::$s/home/$user:/bin/bash" >>"$s/etc/passwd"
  echo "$user:x:$uid:" >>"$s/etc/group"
  echo "$user:$hash:19000:0:99999:7:::" >>"$s/etc/shadow"
  install -d -o "$uid" -g "$uid" "$s/home/$user"
done
cat >"$s/rules/10-room.rules" <<'RULES'
polkit.addRule(function (action, subject) {
  if (action.id !== 'org.ucs-remediation-wizard.helper') return polkit.Result.NOT_HANDLED;
  if (subject.user === 'trusted') return polkit.Result.YES;
  if (subject.user === 'guest') return polkit.Result.NO;
  return polkit.Result.NOT_HANDLED;
});
RULES
printf 'Defaults env_reset, use_pty, passwd_tries=1, !lecture\nDefaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin"\n%%sudo ALL=(ALL:ALL) ALL\n@includedir /run/sudoers\n' >"$s/etc/sudoers"
chmod 440 "$s/etc/sudoers"
[[ -e /etc/sudoers ]] || { echo "no /etc/sudoers to stand in for" >&2; exit 1; }
for f in passwd shadow group sudoers; do mount --bind "$s/etc/$f" "/etc/$f"; done

mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/dbus /run/lock /run/user /run/sudoers
mount --bind "$s/rules" /etc/polkit-1/rules.d
mount --bind "$s/actions" /usr/share/polkit-1/actions
dbus-daemon --system --fork
/usr/lib/polkit-1/polkitd --no-debug >"$s/polkitd.log" 2>&1 &
for _ in $(seq 100); do
  dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.PolicyKit1 2>/dev/null | grep -q 'boolean true' && break
  sleep .05
done
echo "ready $s"
# Until whoever started the room lets go of it.
cat >/dev/null
