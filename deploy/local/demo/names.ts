/** A name as it is written at home, and in the Latin letters of user names and mail addresses. */
export type Spelling = readonly [written: string, latin: string];

export interface Culture {
  readonly language: string;
  readonly given: readonly Spelling[];
  readonly family: readonly Spelling[];
  /** Chinese, Japanese, Korean and Hungarian names begin with the family's. */
  readonly familyFirst?: boolean;
}

const latin = (names: string): Spelling[] => names.split(" ").map((name) => [name.replaceAll("_", " "), plain(name)]);
const spelled = (pairs: string): Spelling[] => pairs.split(" ").map((pair) => pair.split("=") as [string, string]);

/** Marks above and below letters are dropped, and letters without a plain form are spelled out. */
const SPELLED_OUT: Readonly<Record<string, string>> = {
  ß: "ss",
  ł: "l",
  Ł: "L",
  ø: "o",
  Ø: "O",
  ı: "i",
  æ: "ae",
  Æ: "Ae",
  þ: "th",
  ð: "d",
};
const plain = (name: string): string =>
  name
    .replaceAll(/[ßłŁøØıæÆþð]/g, (letter) => SPELLED_OUT[letter] ?? letter)
    .normalize("NFD")
    .replaceAll(/[^A-Za-z]/g, "");

export const dutch: Culture = {
  language: "nl",
  given: latin("Anna Daan Emma Sem Sanne Bram Lieke Thijs Femke Joost Maaike Ruben Noor Willem Fleur Jeroen Eva Pieter Iris Koen"),
  family: latin(
    "de_Jong Jansen de_Vries van_den_Berg Bakker Visser Smit Meijer de_Boer Mulder Dekker Brouwer de_Wit Dijkstra van_'t_Hof Peters",
  ),
};
export const german: Culture = {
  language: "de",
  given: latin("Jürgen Katharina Björn Anke Stefan Käthe Torsten Heike Jörg Ulrike Matthias Grit Sören Birgit Lars Änne Malte Wiebke"),
  family: latin("Müller Schröder Weiß Krüger Möller Petersen Hansen Jäger Böttcher Groß Lüders Thießen Vogt Brandt Köhler Ohlsen Voß"),
};
export const polish: Culture = {
  language: "pl",
  given: latin("Łukasz Małgorzata Paweł Agnieszka Wojciech Katarzyna Michał Joanna Grzegorz Zofia Stanisław Elżbieta Jędrzej Bożena"),
  family: latin("Kowalczyk Wiśniewski Wójcik Kamiński Zieliński Szymański Woźniak Dąbrowski Kozłowski Jabłoński Żuk Król Gołąb"),
};
export const turkish: Culture = {
  language: "tr",
  given: latin("Ayşe Mehmet Gül Ömer Çiğdem Uğur Şule Işıl Bülent Özlem İbrahim Zeynep"),
  family: latin("Yılmaz Öztürk Şahin Çelik Yıldız Doğan Kılıç Aydın Güneş Türkoğlu"),
};
export const greek: Culture = {
  language: "el",
  given: spelled(
    "Γεώργιος=Georgios Μαρία=Maria Νίκος=Nikos Ελένη=Eleni Κώστας=Kostas Άννα=Anna Σπύρος=Spyros Δέσποινα=Despina Χρήστος=Christos",
  ),
  family: spelled("Παπαδόπουλος=Papadopoulos Γεωργίου=Georgiou Οικονόμου=Oikonomou Βλάχος=Vlachos Νικολάου=Nikolaou Μακρής=Makris"),
};
export const ukrainian: Culture = {
  language: "uk",
  given: spelled("Олена=Olena Андрій=Andrii Наталія=Nataliia Сергій=Serhii Ірина=Iryna Володимир=Volodymyr Юлія=Yuliia Тарас=Taras"),
  family: spelled("Шевченко=Shevchenko Коваленко=Kovalenko Бондаренко=Bondarenko Ткачук=Tkachuk Мельник=Melnyk Щербак=Shcherbak"),
};
export const chinese: Culture = {
  language: "zh",
  given: spelled("伟=Wei 芳=Fang 秀英=Xiuying 敏=Min 静=Jing 磊=Lei 丽=Li 强=Qiang 洋=Yang 建国=Jianguo 梓涵=Zihan"),
  family: spelled("王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 黄=Huang 赵=Zhao 吴=Wu 欧阳=Ouyang"),
  familyFirst: true,
};
export const japanese: Culture = {
  language: "ja",
  given: spelled("さくら=Sakura 翔太=Shota 葵=Aoi 大輔=Daisuke 美咲=Misaki 健一=Kenichi 結衣=Yui 直樹=Naoki"),
  family: spelled("佐藤=Sato 鈴木=Suzuki 高橋=Takahashi 田中=Tanaka 渡辺=Watanabe 山本=Yamamoto 髙﨑=Takasaki"),
  familyFirst: true,
};
export const arabic: Culture = {
  language: "ar",
  given: spelled("فاطمة=Fatima محمد=Mohammed ليلى=Layla يوسف=Yusuf مريم=Maryam خالد=Khalid نور=Nour"),
  family: spelled("الأحمد=AlAhmad حداد=Haddad خوري=Khoury منصور=Mansour العلي=AlAli"),
};
export const hindi: Culture = {
  language: "hi",
  given: spelled("आरव=Aarav प्रिया=Priya रोहन=Rohan अनन्या=Ananya विक्रम=Vikram दीपिका=Deepika संजय=Sanjay"),
  family: spelled("शर्मा=Sharma वर्मा=Verma गुप्ता=Gupta पटेल=Patel सिंह=Singh राव=Rao"),
};
export const english: Culture = {
  language: "en",
  given: latin("Grace Oliver Amelia Jack Siobhán Harry Niamh George Isla Zoë Thomas Chloé James Freya Conor Lindiwe Thabo Sipho Nomvula"),
  family: latin("Smith O'Brien Taylor Evans Walker Wright D'Arcy Hughes Llewellyn-Jones Nkosi Dlamini Naidoo van_der_Merwe Murphy Clarke"),
};
