import { fullAddress, paymentAddress } from '../../kit/addresses';
import type { Story } from '../../api/types';
import { CopyButton } from '../../kit/copy-button';
import { usePreferences, useWords } from '../../words/preferences';
import styles from './payment.module.css';
import { useStoryInEnglish } from './reads';
import { ticketText } from './ticket';
import { copyWords } from './words';

/** For others: masked, as all of the story is. */
export function TicketButtons({ story }: { readonly story: Story }) {
  const words = useWords(copyWords);
  const { tenant, transactionId } = story;
  const { language } = usePreferences().preferences;
  const translated = useStoryInEnglish({ tenant, transactionId }, language !== 'en');
  const english = language === 'en' ? story : translated.data;
  const link = fullAddress(location.origin, paymentAddress(tenant, transactionId));
  return (
    <div className={styles['headEnd']}>
      {english !== undefined && (
        <CopyButton text={() => ticketText(english, link)} done={words.ticketCopied}>
          {words.ticket}
        </CopyButton>
      )}
      <CopyButton text={() => link}>{words.link}</CopyButton>
    </div>
  );
}
