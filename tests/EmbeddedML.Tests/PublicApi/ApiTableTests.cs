using Microsoft.ML;

namespace EmbeddedML.Tests.PublicApi;

public class ApiTableTests
{
    /// <summary>Set this environment variable to 1 and run the test to write the page anew.</summary>
    private const string UpdateVariable = "MLNETDEEP_UPDATE_DOCS";

    [Fact]
    public void The_page_in_docs_says_what_is_in_and_what_is_not()
    {
        string path = Path.Combine(FindRoot(), "docs", "mlnet-api.md");
        string page = ApiTable.Make(typeof(MLContext).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, $"'{path}' is out of date; run this test with {UpdateVariable}=1.");
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MLNetDeep.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("MLNetDeep.sln is in no folder above the tests.");
    }
}
