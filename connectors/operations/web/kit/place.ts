/** What each place of the page gets. */
export interface PlaceProps {
  readonly tenant: string;
}
