import { useTranslation } from 'react-i18next';
import type { Picture } from '../../../main/ipc/picture-shape.ts';
import { Facts } from '../facts.tsx';
import { Says } from '../says.tsx';

/** Everything the drawing shows, in words. */
export function PictureTable({ picture }: { picture: Picture }) {
  const { t } = useTranslation();
  const { system, ucs, sockets, firewall, network } = picture;
  const gateway = network.hasGateway === null ? 'unknown' : network.hasGateway ? 'yes' : 'no';
  const rights = (administrator: boolean | null) =>
    t(`common:picture.administrator.${administrator === null ? 'unknown' : administrator ? 'yes' : 'no'}`);
  const zoneState = (zone: Picture['firewall']['zones'][number]) =>
    zone.enabled ? (zone.blocksByDefault ? 'blocks' : 'allows') : 'off';
  return (
    <div className="stack">
      <Facts
        rows={[
          { term: t('common:picture.instrument'), value: system ?? t('common:picture.systemUnknown') },
          {
            term: t('common:picture.ucs'),
            value: (
              <>
                <p>{t(`common:picture.ucsState.${ucs.state}`)}</p>
                {ucs.name === null ? null : <p>{ucs.name}</p>}
              </>
            ),
          },
          {
            term: t('common:picture.account'),
            value:
              ucs.accounts.length === 0
                ? t('common:picture.accountUnknown')
                : ucs.accounts.map(({ name, administrator }) => (
                    <p key={name}>{t('common:picture.zone', { name, state: rights(administrator) })}</p>
                  )),
          },
          {
            term: t('common:picture.firewall'),
            value: (
              <>
                <p>{t(`common:picture.firewallState.${firewall.state}`)}</p>
                {firewall.engine === null ? null : <p>{firewall.engine}</p>}
                {firewall.zones.map((zone) => (
                  <p key={zone.name}>
                    {t('common:picture.zone', {
                      name: zone.name,
                      state: t(`common:picture.zoneState.${zoneState(zone)}`),
                    })}
                  </p>
                ))}
              </>
            ),
          },
          {
            term: t('common:picture.network'),
            value: (
              <>
                <p>{t(`common:picture.gateway.${gateway}`)}</p>
                {network.interfaces.map(({ name, addresses }) => (
                  <p key={name}>{t('common:picture.zone', { name, state: addresses.join(', ') })}</p>
                ))}
              </>
            ),
          },
        ]}
      />
      {sockets.length === 0 ? (
        <p>{t('common:picture.noSockets')}</p>
      ) : (
        <ul className="evidence">
          {sockets.map(({ protocol, family, address, port, reach, because }) => (
            <li key={`${protocol} ${family} ${address} ${port}`}>
              <p>
                <strong>{t('common:picture.socket', { protocol: protocol.toUpperCase(), port })}</strong>{' '}
                <span className="mono">{address}</span>
              </p>
              <p>{t(`common:picture.reach.${reach}`)}</p>
              <p className="muted">
                <Says text={because} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
