using MLNetDeep.Samples;
using MLNetDeep.Samples.FunctionFit;

RankCommandLine.PrepareConsole(args);
return new FunctionFitCommand(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected).Run(args);
