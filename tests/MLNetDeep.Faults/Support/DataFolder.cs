using Microsoft.ML;

namespace MLNetDeep.Faults.Support;

/// <summary>A temporary folder for the files of one group of tests. It is deleted when the process ends.</summary>
internal sealed class DataFolder
{
    public DataFolder()
    {
        FullName = Directory.CreateTempSubdirectory("mlnetdeep-faults-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(FullName, recursive: true);
    }

    public string FullName { get; }

    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Reads all columns of the rows.</summary>
    public static void ReadAll(IDataView view) => view.Preview(maxRows: 1000);
}
