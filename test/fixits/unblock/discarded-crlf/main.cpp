// RUN: %check_fixits %s %t
// output: 1
//
// Line ends of Windows stay, and the formatting of this folder counts.

#include <cstdio>
#include <unblock/unblock.hpp>

unblock::task<> save(int &value)
{
	unblock::spawn_blocking([&value] { ++value; });
	co_return;
}

int main()
{
	unblock::runtime rt;
	int value = 0;
	rt.block_on(save(value));
	std::printf("%d\n", value);
}
