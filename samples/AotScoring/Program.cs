using System.Diagnostics;
using MLNetDeep.Samples.AotScoring;

long started = Stopwatch.GetTimestamp();
using StreamReader input = new(Console.OpenStandardInput());
using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
using StreamWriter error = new(Console.OpenStandardError()) { AutoFlush = true };
return new ScoringCommand(input, output, error, started).Run(args);
