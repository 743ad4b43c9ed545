using MLNetDeep.Samples;
using MLNetDeep.Samples.Sentiment;

RankCommandLine.PrepareConsole(args);
return new SentimentCommand(
    Console.Out,
    Console.Error,
    isTerminal: !Console.IsOutputRedirected,
    keyboard: Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.In).Run(args);
