using MLNetDeep.Samples;
using MLNetDeep.Samples.Pictures;

RankCommandLine.PrepareConsole(args);
return new PicturesCommand(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected).Run(args);
