using MLNetDeep.Samples.DigitsWeb;

return new DigitsWebCommand(Console.Out, Console.Error).Run(args);
