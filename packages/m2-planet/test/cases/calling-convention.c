/* Not C: the calling convention as assembly sees it. Arguments lie below ebp from left to right, the last one above the
 * return address and in eax; a function may change every register but ebp and esp. */
int first(int a, int b, int c) { asm("lea_eax,[ebp+DWORD] %-4" "mov_eax,[eax]"); }
int second_(int a, int b, int c) { asm("lea_eax,[ebp+DWORD] %-8"); asm("mov_eax,[eax]"); }
int last(int a, int b, int c) { asm("lea_eax,[esp+DWORD] %4" "mov_eax,[eax]"); }
int before(int a, int b, int c) { asm("lea_eax,[esp+DWORD] %8" "mov_eax,[eax]"); }
int in_eax(int a, int b) { asm("push_eax" "pop_eax"); }
int trash(int a)
{
	asm("mov_eax, %1" "mov_ebx, %2" "mov_ecx, %3" "mov_edx, %4" "mov_edi, %5" "push_eax" "pop_esi");
}
int knr() { asm("lea_eax,[ebp+DWORD] %-4" "mov_eax,[eax]"); }
int count_down(int n)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_ecx, %0"
	    ":FUNCTION_count_down_Again"
	    "mov_eax,ecx"
	    "add_eax,BYTE !3"
	    "mov_ecx,eax"
	    "mov_eax,ebx"
	    "sub_eax,BYTE !1"
	    "mov_ebx,eax"
	    "test_eax,eax"
	    "jne %FUNCTION_count_down_Again"
	    "mov_eax,ecx");
}
int ret5(void) { asm("mov_eax, %5" "ret"); }
int addr_taken(int a, int b) { int* p = &a; int* q = &b; return p - q; }
int get_second(int a, int b) { int* p = &a; p = &b; return *p + 100; }
int deep(int n) { if (0 == n) return 0; return 1 + deep(n - 1); }
int order_n;
int tick(int x) { order_n = order_n * 10 + x; return x; }
int mix(int a, int b) { int r = a; asm("mov_eax, %77"); r = r + b; return r; }
int raw(void) { asm("'B829000000'"); }
int listed(char* s, ...)
{
	va_list ap;
	va_start(ap, s);
	int a = va_arg(ap, int);
	char* p = va_arg(ap, char*);
	char c = va_arg(ap, char);
	printf("%d %s %d %d\n", a, p, c, va_arg(ap, int));
	va_end(ap);
	return 0;
}
int vasm(int n, ...) { int* p = &n; return *(p - 4) * 10 + *(p - 8); }
int main(void)
{
	int x = 11; int y = 22; int z = 33;
	printf("%d %d %d %d\n", first(x,y,z), second_(x,y,z), last(x,y,z), before(x,y,z));
	printf("%d %d\n", in_eax(1, 7), in_eax(y, x));
	int t = trash(1);
	printf("%d %d %d %d %d\n", t, x, y, z, trash(2) + x + trash(3) * y);
	printf("%d %d %d %d\n", knr(42), count_down(4), ret5(), raw());
	printf("%d %d %d\n", addr_taken(1, 2), get_second(3, 4), deep(1000));
	first(tick(1), tick(2), tick(3));
	printf("%d\n", order_n);
	printf("%d\n", mix(4, 5));
	listed("x", 1, "two", 'c', 4);
	printf("%d\n", vasm(1, 2, 3));
	FUNCTION f = last;
	printf("%d %d\n", f(x, y), f(z));
	f = trash;
	printf("%d\n", f(x) + f(y) * z / (f(3) + x) + f(x % 4));
	return 0;
}
