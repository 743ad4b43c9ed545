using System.Runtime.CompilerServices;
using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.TorchSharp.Tests.Support;

namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>
/// Loads a saved model of digits, and writes its micro accuracy on the test digits, or the exception's type and message. Arguments: the model,
/// the folder of the digits, the number of rows, and the name under which to register the module (none if it is missing).
/// </summary>
internal static class ScoreDigits
{
    public static void Run(string[] arguments)
    {
        MLContext ml = new();
        if (arguments is [_, _, _, string name])
        {
            Register(name);
        }

        ITransformer model = ml.Model.Load(arguments[0], out _);
        IDataView digits = ml.Data.TakeRows(ml.Data.LoadMnist(arguments[1], MnistSplit.Test), int.Parse(arguments[2], null));
        try
        {
            Console.WriteLine($"{ml.MulticlassClassification.Evaluate(model.Transform(digits)).MicroAccuracy:R}");
        }
        catch (Exception e)
        {
            Console.WriteLine($"{e.GetType().Name}: {e.Message}");
        }
    }

    // A method of its own: the process need not have TorchSharp unless this is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Register(string name) => TorchModules.Register(name, () => new DigitsModule());
}
