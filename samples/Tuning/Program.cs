using MLNetDeep.Samples;
using MLNetDeep.Samples.TuningSample;

RankCommandLine.PrepareConsole(args);
return new TuningCommand(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected).Run(args);
