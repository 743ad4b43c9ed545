namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>Loads libtorch twice and writes each exception's type and message.</summary>
internal static class LoadTwice
{
    public const string Loaded = "loaded";

    public static void Run(string[] arguments)
    {
        for (int i = 0; i < 2; i++)
        {
            Console.WriteLine(Try());
        }
    }

    private static string Try()
    {
        try
        {
            TorchLibrary.Load();
            return Loaded;
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }
}
