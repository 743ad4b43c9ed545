namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    internal const char DefaultSeparator = '\t';

    /// <summary>What the lines of a text file look like, and what is loaded from them.</summary>
    public class Options
    {
        /// <summary>Makes options with the default values.</summary>
        public Options()
        {
        }

        /// <summary>
        /// The columns. Where there are none, the file may name them in lines that start with "#@", as
        /// <see cref="TextLoaderSaverCatalog.SaveAsText"/> writes them; else the first field of a line is loaded as "Label",
        /// and the others as "Features".
        /// </summary>
        public Column[] Columns = null!;

        /// <summary>
        /// Whether a field may be in double quotes, and separators within them are part of the field; a quote within them
        /// is written as <see cref="EscapeChar"/> before it. Default: false.
        /// </summary>
        public bool AllowQuoting;

        /// <summary>
        /// Whether a line may end in sparse form: the number of fields that it stands for, then "index:value" for those that
        /// are not empty. Default: false.
        /// </summary>
        public bool AllowSparse;

        /// <summary>The number of fields of a line. Default: null, not known; sparse lines then have to say it.</summary>
        public int? InputSize;

        /// <summary>The characters that separate fields. Default: the tabulator.</summary>
        public char[] Separators = [DefaultSeparator];

        /// <summary>The character before the decimals of a number: '.' or ','. Default: '.'.</summary>
        public char DecimalMarker = '.';

        /// <summary>Whether white space at the ends of lines is left out. Default: false.</summary>
        public bool TrimWhitespace;

        /// <summary>Whether the first line of each file has names. They become the slot names of columns of vectors. Default: false.</summary>
        public bool HasHeader;

        /// <summary>Whether several threads may parse lines. Default: true.</summary>
        public bool UseThreads = true;

        /// <summary>Whether quoted fields may contain line breaks, where <see cref="AllowQuoting"/> is set too. Default: false.</summary>
        public bool ReadMultilines;

        /// <summary>A file whose first line has the names; the data then have no line of names. Default: null.</summary>
        public string? HeaderFile;

        /// <summary>How many rows are loaded at most. Default: null, all.</summary>
        public long? MaxRows;

        /// <summary>The character before a quote that is part of a quoted field. Default: the quote itself.</summary>
        public char EscapeChar = '"';

        /// <summary>Whether an empty field for a real number is loaded as NaN; else it is 0. Default: false.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>Separators by name, as loader settings have them: they count where <see cref="Separators"/> has the default.</summary>
        internal string SeparatorNames = "\t";
    }
}
