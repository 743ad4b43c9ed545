using MLNetDeep.Samples.Pictures;

return new PicturesCommand(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected).Run(args);
