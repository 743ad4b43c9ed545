using MLNetDeep.Samples;
using MLNetDeep.Samples.Digits;

RankCommandLine.PrepareConsole(args);
return new DigitsCommand(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected).Run(args);
