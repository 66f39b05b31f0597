import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Picture as PictureShape, Reach } from '../../../main/ipc/picture-shape.ts';
import { Disclosure } from '../disclosure.tsx';
import { Icon, type IconName } from '../icons.tsx';
import { pathsOf } from './paths.ts';
import { PictureTable } from './picture-table.tsx';
import { arrives, Trunk, Wall, Way } from './way.tsx';
import './picture.css';

const REACH_ICON = {
  open: 'unlock',
  overridden: 'conflict',
  unknown: 'question',
  blocked: 'lock',
  'this-machine-only': 'minus',
} as const satisfies Record<Reach, IconName>;

/** More ports than this make a drawing nobody reads; the table has them all. */
const MOST_DRAWN = 8;

interface PictureProps {
  picture: PictureShape;
  /** What this is a picture of, for people who do not see it. */
  title: string;
}

/** Network, firewall, instrument, copy service with ports and account: what one look saw. The table beside it says the same. */
export function Picture({ picture, title }: PictureProps) {
  const { t } = useTranslation();
  const { ucs, firewall, network, system } = picture;
  const paths = pathsOf(picture.sockets);
  const drawn = paths.slice(0, MOST_DRAWN);
  const addresses = network.interfaces.flatMap((each) => each.addresses);
  const gateway = network.hasGateway === null ? 'unknown' : network.hasGateway ? 'yes' : 'no';
  return (
    <figure className="picture" aria-label={title}>
      <p className="visually-hidden">{t('common:picture.alt', { count: picture.sockets.length })}</p>
      <div className="picture-drawing" aria-hidden="true">
        <div className="picture-network">
          <Icon name="network" size={2} />
          <p className="picture-name">{t('common:picture.network')}</p>
          <p>{t(`common:picture.gateway.${gateway}`)}</p>
        </div>
        <div className="picture-wall" data-state={firewall.state}>
          <Icon name="wall" size={2} />
          <p className="picture-name">{t('common:picture.firewall')}</p>
          <p>{t(`common:picture.firewallState.${firewall.state}`)}</p>
        </div>
        <div className="picture-instrument">
          <Icon name="instrument" size={2} />
          <p className="picture-name">{t('common:picture.instrument')}</p>
          <p>{system ?? t('common:picture.systemUnknown')}</p>
          <p className="small">
            {addresses.length === 0 ? t('common:picture.noInterfaces') : addresses.slice(0, 3).join(', ')}
          </p>
        </div>
        {drawn.some(({ reach }) => arrives(reach)) ? <Trunk /> : null}
        <Wall state={firewall.state} reach={null} />
        <div className="picture-ucs">
          <Icon name="service" size={2} />
          <div>
            <p className="picture-name">{t('common:picture.ucs')}</p>
            <p>{t(`common:picture.ucsState.${ucs.state}`)}</p>
          </div>
          <div className="picture-accounts">
            {ucs.accounts.length === 0 && ucs.state !== 'not-found' ? (
              <p>{t('common:picture.accountUnknown')}</p>
            ) : (
              ucs.accounts.map(({ name, administrator }) => (
                <Account key={name} name={name} administrator={administrator} />
              ))
            )}
          </div>
        </div>
        {drawn.length === 0 ? (
          <>
            <Wall state={firewall.state} reach={null} />
            <p className="picture-none">{t('common:picture.noSockets')}</p>
          </>
        ) : null}
        {drawn.map(({ protocol, port, reach }, index) => (
          <Fragment key={`${protocol} ${port} ${reach}`}>
            <Way reach={reach} side="outside" more={drawn.slice(index + 1).some((each) => arrives(each.reach))} />
            <Wall state={firewall.state} reach={reach} />
            <Way reach={reach} side="inside" />
            <div className="picture-port" data-reach={reach}>
              <Icon name={REACH_ICON[reach]} size={1.5} />
              <p>
                <strong>{t('common:picture.socket', { protocol: protocol.toUpperCase(), port })}</strong>{' '}
                <span>{t(`common:picture.reach.${reach}`)}</span>
              </p>
            </div>
          </Fragment>
        ))}
        {paths.length > drawn.length ? (
          <p className="picture-none">{t('common:picture.more', { count: paths.length - drawn.length })}</p>
        ) : null}
      </div>
      <Disclosure summary={t('common:picture.table')}>
        <PictureTable picture={picture} />
      </Disclosure>
    </figure>
  );
}

function Account({ name, administrator }: PictureShape['ucs']['accounts'][number]) {
  const { t } = useTranslation();
  const rights = administrator === null ? 'unknown' : administrator ? 'yes' : 'no';
  return (
    <p className="picture-account" data-rights={rights}>
      <Icon name={administrator === true ? 'administrator' : 'user'} />
      <span>{t('common:picture.runsAs', { name, rights: t(`common:picture.administrator.${rights}`) })}</span>
    </p>
  );
}
