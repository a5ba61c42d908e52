// Command catalogue measures the catalogue in memory.
package main

func main() {}
