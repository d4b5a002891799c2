/** The views of a place, as links: each has an address of its own. */
import { Link, useLocation } from 'wouter';
import styles from './views.module.css';

export interface View {
  /** Inside the place: `/`, `/reports`. */
  readonly path: string;
  readonly title: string;
  /** Where what it leads to stands; default: below its own path. */
  readonly below?: string;
}

export function Views({
  label,
  views,
}: {
  readonly label: string;
  readonly views: readonly View[];
}) {
  const [at] = useLocation();
  const isHere = ({ path, below = path }: View) => at === path || at.startsWith(`${below}/`);
  return (
    <nav aria-label={label}>
      <ul className={styles['views']}>
        {views.map((view) => (
          <li key={view.path}>
            <Link href={view.path} aria-current={isHere(view) ? 'page' : undefined}>
              {view.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
