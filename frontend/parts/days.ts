/** Days of the calendar as pages write them. */

/** A day as it is stored: 2026-03-12, where this device is. */
export function isoDay(when: Date = new Date()): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
}

/** A day as it is read: Thursday 12 March 2026; anything else as it came. */
export function longDay(iso: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return iso;
  const words = new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return words.format(new Date(`${iso}T12:00:00Z`)).replace(",", "");
}
