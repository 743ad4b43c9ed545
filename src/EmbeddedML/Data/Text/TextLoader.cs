using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Loads text files in which each line is a row. A loader is made once, when it is known which fields become which columns;
/// it then loads any number of files of that form.
/// </summary>
/// <remarks>
/// Lines that start with "//" are left out, and at the start of a file those that start with '#'; so are empty lines.
/// Spaces before a field are left out. A field that is empty or not there is loaded as the default value of its type; one
/// that cannot be read is loaded as NaN or as a missing key, and is an error for other types.
/// </remarks>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private const string RegistrationName = "TextLoader";

    private readonly IHost _host;
    private readonly TextFormat _format;
    private readonly TextBinding _binding;
    private readonly ColumnReader[] _readers;
    private readonly long _maximumRows;
    private readonly bool _useThreads;

    internal TextLoader(IHostEnvironment env, Options? options = null, IMultiStreamSource? dataSample = null)
    {
        _host = env.Register(RegistrationName);
        options ??= new Options();
        dataSample ??= new MultiFileSource(null);
        IMultiStreamSource? headerFile = string.IsNullOrWhiteSpace(options.HeaderFile) ? null : new MultiFileSource(options.HeaderFile);
        if (options.Columns is not { Length: > 0 })
            options = TextSettings.FindIn(headerFile ?? dataSample, options, _host) ?? WithDefaultColumns(options);

        _format = TextFormatFactory.Create(options, hasHeader: options.HasHeader && headerFile is null);
        _useThreads = options.UseThreads;
        _maximumRows = options.MaxRows ?? long.MaxValue;
        if (_maximumRows < 0)
            throw new ArgumentOutOfRangeException(nameof(options.MaxRows), options.MaxRows, "The number of rows must not be negative.");
        using IChannel channel = _host.Start("Binding");
        _binding = new TextBinder(_format, channel).Bind(options.Columns!, headerFile, dataSample);
        _readers = Array.ConvertAll(_binding.Columns, column => ColumnReader.Create(column, _format));
    }

    internal TextLoader(IHost host, TextFormat format, TextBinding binding, long maximumRows)
    {
        _host = host;
        _format = format;
        _binding = binding;
        _maximumRows = maximumRows;
        _useThreads = true;
        _readers = Array.ConvertAll(_binding.Columns, column => ColumnReader.Create(column, _format));
    }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema() => _binding.Schema;

    /// <summary>The view of the rows of files; they are read when its cursors move.</summary>
    public IDataView Load(IMultiStreamSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        // Each view registers, on which what is registered later depends, but it logs as its loader.
        _host.Register("BoundLoader");
        return new TextView(_host, _format, _binding, _readers, source, _maximumRows, _useThreads);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => TextLoaderFormat.Save(ctx, _format, _binding, _maximumRows);

    private static Options WithDefaultColumns(Options options) => TextSettings.Copy(options, [
        new Column("Label", DataKind.Single, 0),
        new Column("Features", DataKind.Single, [new Range(1, null)]),
    ]);
}
