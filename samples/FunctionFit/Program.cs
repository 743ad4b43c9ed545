using MLNetDeep.Samples.FunctionFit;

return new FunctionFitCommand(Console.Out, Console.Error).Run(args);
