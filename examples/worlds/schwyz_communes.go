package worlds

// A commune is one of the canton's, with the figures that are real.
type commune struct {
	name, district string
	multiplier     int   // of natural persons in 2025, with that of the district, in percent
	population     int   // in 2019, implied by the income
	income         int64 // net, in 2019, in francs per inhabitant
}

// cantonMultiplier is that of natural persons in 2025, in percent.
const cantonMultiplier = 115

// communes are the 30 of the canton of Schwyz, in the order of their federal numbers.
//
// Sources: Swiss Federal Tax Administration, tax multipliers of the communes, 2025 (it gives
// communes and districts in one figure); Swiss Federal Tax Administration and Federal
// Statistical Office, net income per inhabitant by commune, 2019. The population is the
// income of the commune, published in whole millions, divided by the income per inhabitant:
// exact within the millions' rounding only. Names without the canton's letters.
var communes = [...]commune{
	{"Einsiedeln", "Einsiedeln", 190, 16101, 37886},
	{"Gersau", "Gersau", 145, 2326, 42560},
	{"Feusisberg", "Höfe", 74, 5349, 157400},
	{"Freienbach", "Höfe", 64, 16509, 108307},
	{"Wollerau", "Höfe", 69, 7301, 170251},
	{"Küssnacht", "Küssnacht", 145, 13297, 59109},
	{"Altendorf", "March", 121, 7055, 68460},
	{"Galgenen", "March", 161, 5227, 42093},
	{"Innerthal", "March", 146, 163, 30746},
	{"Lachen", "March", 131, 8883, 54261},
	{"Reichenburg", "March", 186, 3812, 37510},
	{"Schübelbach", "March", 206, 9202, 34668},
	{"Tuggen", "March", 160, 3301, 43617},
	{"Vorderthal", "March", 171, 1004, 31882},
	{"Wangen", "March", 186, 5159, 42064},
	{"Alpthal", "Schwyz", 170, 622, 40163},
	{"Arth", "Schwyz", 145, 12154, 35296},
	{"Illgau", "Schwyz", 195, 808, 23525},
	{"Ingenbohl", "Schwyz", 165, 8963, 40948},
	{"Lauerz", "Schwyz", 195, 1122, 32968},
	{"Morschach", "Schwyz", 175, 1164, 30931},
	{"Muotathal", "Schwyz", 150, 3474, 27344},
	{"Oberiberg", "Schwyz", 125, 877, 39894},
	{"Riemenstalden", "Schwyz", 135, 89, 11176},
	{"Rothenthurm", "Schwyz", 155, 2458, 28880},
	{"Sattel", "Schwyz", 155, 1921, 39039},
	{"Schwyz", "Schwyz", 175, 15235, 38726},
	{"Steinen", "Schwyz", 195, 3598, 33910},
	{"Steinerberg", "Schwyz", 155, 949, 34784},
	{"Unteriberg", "Schwyz", 155, 2383, 31474},
}

// indexOf returns the number of a commune, which must exist.
func indexOf(name string) int {
	for i, c := range communes {
		if c.name == name {
			return i
		}
	}
	panic("worlds: no commune " + name)
}
