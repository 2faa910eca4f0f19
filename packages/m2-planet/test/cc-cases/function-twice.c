int f()
{
}
int f()
{
}
