export interface State {
  name: string;
  weight: number;
  cities: readonly string[];
}

/**
 * Where the shop's customers live. The first ten weights fall by about a fifth each, which is far more than the scatter
 * of two years of orders, so the ten busiest states never tie.
 */
export const states: readonly State[] = [
  { name: 'California', weight: 200, cities: ['Los Angeles', 'San Diego', 'San Jose', 'San Francisco', 'Sacramento'] },
  { name: 'Texas', weight: 160, cities: ['Houston', 'San Antonio', 'Dallas', 'Austin', 'Fort Worth'] },
  { name: 'New York', weight: 128, cities: ['New York', 'Buffalo', 'Rochester', 'Yonkers'] },
  { name: 'Florida', weight: 102, cities: ['Jacksonville', 'Miami', 'Tampa', 'Orlando'] },
  { name: 'Illinois', weight: 82, cities: ['Chicago', 'Aurora', 'Naperville'] },
  { name: 'Pennsylvania', weight: 66, cities: ['Philadelphia', 'Pittsburgh', 'Allentown'] },
  { name: 'Ohio', weight: 53, cities: ['Columbus', 'Cleveland', 'Cincinnati'] },
  { name: 'Georgia', weight: 42, cities: ['Atlanta', 'Augusta', 'Savannah'] },
  { name: 'North Carolina', weight: 33, cities: ['Charlotte', 'Raleigh', 'Durham'] },
  { name: 'Michigan', weight: 26, cities: ['Detroit', 'Grand Rapids', 'Ann Arbor'] },
  { name: 'Washington', weight: 14, cities: ['Seattle', 'Spokane', 'Tacoma'] },
  { name: 'New Jersey', weight: 12, cities: ['Newark', 'Jersey City'] },
  { name: 'Virginia', weight: 11, cities: ['Virginia Beach', 'Richmond'] },
  { name: 'Massachusetts', weight: 10, cities: ['Boston', 'Worcester'] },
  { name: 'Arizona', weight: 9, cities: ['Phoenix', 'Tucson'] },
  { name: 'Tennessee', weight: 8, cities: ['Nashville', 'Memphis'] },
  { name: 'Colorado', weight: 7, cities: ['Denver', 'Boulder'] },
  { name: 'Minnesota', weight: 6, cities: ['Minneapolis', 'Saint Paul'] },
  { name: 'Oregon', weight: 5, cities: ['Portland', 'Eugene'] },
  { name: 'Wisconsin', weight: 4, cities: ['Milwaukee', 'Madison'] },
  { name: 'Nevada', weight: 3, cities: ['Las Vegas', 'Reno'] },
  { name: 'Maine', weight: 2, cities: ['Portland', 'Bangor'] },
];
