using MLNetDeep.Samples.FunctionFit;

return new FunctionFitCommand(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected).Run(args);
