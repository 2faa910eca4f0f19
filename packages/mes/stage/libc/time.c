/* Dates of the proleptic Gregorian calendar, always in UTC. */
#include <time.h>

clock_t clock(void)
{
	struct timespec now;

	clock_gettime(2, &now);
	return now.tv_sec * CLOCKS_PER_SEC + now.tv_nsec / 1000;
}

double difftime(time_t a, time_t b) { return (double)a - (double)b; }

static int leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int days_in(int month, int year)
{
	static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month] + (month == 1 && leap(year));
}

struct tm *gmtime(const time_t *t)
{
	static struct tm r;
	long days = *t / 86400, seconds = *t % 86400;
	int year = 1970;

	if (seconds < 0) {
		seconds += 86400;
		days--;
	}
	r.tm_hour = seconds / 3600;
	r.tm_min = seconds / 60 % 60;
	r.tm_sec = seconds % 60;
	r.tm_wday = ((days + 4) % 7 + 7) % 7;
	while (days < 0) days += 365 + leap(--year);
	while (days >= 365 + leap(year)) days -= 365 + leap(year++);
	r.tm_year = year - 1900;
	r.tm_yday = days;
	for (r.tm_mon = 0; days >= days_in(r.tm_mon, year); r.tm_mon++) days -= days_in(r.tm_mon, year);
	r.tm_mday = days + 1;
	r.tm_isdst = 0;
	return &r;
}

struct tm *localtime(const time_t *t) { return gmtime(t); }

time_t mktime(struct tm *t)
{
	long days = t->tm_mday - 1;
	int year, month;

	for (year = 1970; year < t->tm_year + 1900; year++) days += 365 + leap(year);
	for (month = 0; month < t->tm_mon; month++) days += days_in(month, t->tm_year + 1900);
	return ((days * 24 + t->tm_hour) * 60 + t->tm_min) * 60 + t->tm_sec;
}
