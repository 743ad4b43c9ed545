namespace EmbeddedML.Tests;

/// <summary>The files beside the tests that were made with Microsoft.ML 5.0.0.</summary>
internal static class Fixture
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
