using MLNetDeep.Samples.Digits;

return new DigitsCommand(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected).Run(args);
