#define COLUMNS "id, " \
	"titel"
#define ALL(t) "SELECT * FROM " #t
